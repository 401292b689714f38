// The entry "Image viewer" of omero.web.open_with, for apps that have such a menu.
OME.setOpenWithUrlProvider("Image viewer", (selected, url) => `${url}img_detail/${selected[0].id}/`);

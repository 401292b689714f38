"""What pages show."""

from omeroweb.config import parsers
from omeroweb.config.property import Differs, Property

PAGE_SIZE = Property(
    "omero.web.page_size",
    "200",
    parsers.whole_number(1, 500),
    "Images that a page of a container shows at first, and each time more are asked for.",
    "pages",
)
PLATE_LAYOUT = Property(
    "omero.web.plate_layout",
    "expand",
    parsers.one_of("expand", "trim", "shrink"),
    "Grid of a plate: expand to a standard plate, trim to the last well, or shrink to the wells.",
    "pages",
)
TOP_LINKS = Property(
    "omero.web.ui.top_links",
    "[]",
    parsers.top_links,
    'Links in the header: [label, URL name, URL or {"viewname", "args", "query_string"}, '
    "attributes]. One that leads nowhere is left out, and the log says so.",
    "pages",
    differs=Differs(
        "Data, History, Help",
        "the name leads to the data; there is no history page, and no "
        "link to another site that nobody chose",
    ),
)
TOP_LOGO = Property(
    "omero.web.top_logo",
    "",
    parsers.link,
    "URL of a logo in the header, 23 pixels high.",
    "pages",
)
TOP_LOGO_LINK = Property(
    "omero.web.top_logo_link",
    "",
    parsers.link,
    "Where that logo leads; empty for nowhere.",
    "pages",
)
USER_DROPDOWN = Property(
    "omero.web.user_dropdown",
    "true",
    parsers.boolean,
    "Show who is signed in, and the buttons to log in and out, in the header.",
    "pages",
)
FAVICON_URL = Property(
    "omero.web.favicon_url",
    "webclient/img/logo.svg",
    parsers.text,
    "Icon of the site, relative to omero.web.static_url; or a path from /, or a URL.",
    "pages",
    differs=Differs("webgateway/img/ome.ico", "our own icon"),
)
BASE_INCLUDE_TEMPLATE = Property(
    "omero.web.base_include_template",
    None,
    parsers.text,
    "Template put before the end of every page's body; found in omero.web.template_dirs.",
    "pages",
)
INDEX_TEMPLATE = Property(
    "omero.web.index_template",
    None,
    parsers.text,
    "Template of the page at /index/, which / then leads to. Where it does not work, the log says "
    "so and the start page is shown.",
    "pages",
)
TEMPLATE_FOLDERS = Property(
    "omero.web.template_dirs",
    "[]",
    parsers.path_list,
    "Folders of templates, searched before our own.",
    "pages",
)
SHARING_OPENGRAPH = Property(
    "omero.web.sharing.opengraph",
    "{}",
    parsers.text_mapping,
    "Open Graph tags on the pages of images: {name of a server in omero.web.server_list: name of "
    "the site}.",
    "pages",
)
SHARING_TWITTER = Property(
    "omero.web.sharing.twitter",
    "{}",
    parsers.text_mapping,
    "Twitter card tags on the pages of images: {name of a server: @account}.",
    "pages",
)
VIEWER_VIEW = Property(
    "omero.web.viewer.view",
    "omeroweb.webclient.views.image_viewer",
    parsers.dotted_name,
    "View behind webclient/img_detail/ID/, given as a dotted path; it takes iid. "
    "webgateway/img_detail/ID/ stays our own viewer.",
    "pages",
)
INITIAL_ZOOM_LEVEL = Property(
    "omero.client.viewer.initial_zoom_level",
    "0",
    parsers.whole_number(-100),
    "Zoom of a tiled image when its page opens: 0 shows all of it, 1 and more its levels from the "
    "coarsest on, -1 full resolution, -2 the level before.",
    "pages",
)
INTERPOLATE_PIXELS = Property(
    "omero.client.viewer.interpolate_pixels",
    "true",
    parsers.boolean,
    "Smooth the pixels of an image that is shown larger than it is; from three times on, or where "
    "this is false, they are squares.",
    "pages",
)
ROI_LIMIT = Property(
    "omero.client.viewer.roi_limit",
    "2000",
    parsers.whole_number(0),
    "Most ROIs that the viewer draws over an image; 0 draws none.",
    "pages",
)
RENDER_MAX_PIXELS = Property(
    "omero.web.render_max_pixels",
    str(8192 * 4096),
    parsers.whole_number(1),
    "Most pixels that one rendered picture may have; larger requests are told to ask for tiles.",
    "pages",
)
THUMBNAIL_SIZE = Property(
    "omero.client.browser.thumb_default_size",
    "96",
    parsers.whole_number(16, 2048),
    "Longer side, in pixels, of a thumbnail that is asked for without a size.",
    "pages",
)
THUMBNAILS_BATCH = Property(
    "omero.web.thumbnails_batch",
    "50",
    parsers.whole_number(1, 1000),
    "Most thumbnails that get_thumbnails gives in one answer. Our own pages ask for each one when "
    "it comes into view.",
    "pages",
)

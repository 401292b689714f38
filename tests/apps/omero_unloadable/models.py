raise RuntimeError("no licence key")

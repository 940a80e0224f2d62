"""Tables → numbers: frames in, frame out; every number with its interval, its count and its reason to be doubted."""

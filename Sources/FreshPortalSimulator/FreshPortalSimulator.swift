// The room's first file; replaced when it is furnished.

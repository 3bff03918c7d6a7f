select no, as_of, dewp, temp, pres, cbwd, iws, snow, rain, measured_at from hours

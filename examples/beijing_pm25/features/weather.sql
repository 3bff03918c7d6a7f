select no, as_of, dewp, temp, pres, cbwd, iws, snow, rain, measured_at, cast(date_trunc('week', measured_at) as date) as week from hours

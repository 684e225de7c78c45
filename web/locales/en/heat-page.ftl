heat-heat-off = Heat is off.

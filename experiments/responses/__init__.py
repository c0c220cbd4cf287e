"""How the model responds to every kind of pressure: three doses, in each window in which the pressure makes sense."""

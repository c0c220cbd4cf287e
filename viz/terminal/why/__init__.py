"""What the command line says of why: a change split over its causes."""

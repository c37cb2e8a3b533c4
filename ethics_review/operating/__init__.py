"""What operators see of an installation: signs of life, lags, the doctor, figures. Nothing of the procedure is here."""

package scrutable.attacks.blackbox;

/// Squares of one colour, `+eps` or `-eps` in each channel: corners of the ball in `LINF`, for a function
/// that is nearly linear is largest in a corner.
///
/// The first image has vertical stripes: networks of small filters are sensitive to them (Andriushchenko et
/// al. 2020, section 3.3).
record SquareCorners(Canvas canvas) implements SquarePainter {

  @Override
  public double[] start() {
    double[] image = canvas.original().clone();
    for (int channel = 0; channel < canvas.channels(); channel++) {
      for (int column = 0; column < canvas.width(); column++) {
        double change = canvas.ball().eps() * canvas.sign();
        for (int row = 0; row < canvas.height(); row++) {
          int at = canvas.at(channel, row, column);
          image[at] = canvas.moved(at, change);
        }
      }
    }
    return image;
  }

  @Override
  public double[] paint(double[] current, double share) {
    double[] image = current.clone();
    int side = canvas.side(share, 1);
    int[] corner = canvas.corner(side);
    for (int channel = 0; channel < canvas.channels(); channel++) {
      double change = canvas.ball().eps() * canvas.sign();
      for (int row = corner[0]; row < corner[0] + side; row++) {
        for (int column = corner[1]; column < corner[1] + side; column++) {
          int at = canvas.at(channel, row, column);
          image[at] = canvas.moved(at, change);
        }
      }
    }
    return image;
  }
}

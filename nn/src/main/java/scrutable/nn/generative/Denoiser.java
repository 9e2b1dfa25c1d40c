package scrutable.nn.generative;

import scrutable.tensor.Tensor;

/// What diffusion learns: to tell the noise in a picture from the picture.
///
/// A trained network becomes one with evaluation mode and without recording; what it is told besides the time, such
/// as a caption for each picture, is its own affair:
/// ```java
/// Denoiser denoiser = (x, t) -> net.evaluating(() -> Graph.withoutRecording(
///     () -> net.predict(Variable.constant(x), t, captions).value()));
/// ```
@FunctionalInterface
public interface Denoiser {
  /// The noise that was mixed into pictures.
  ///
  /// @param noisy `(N, ...)`, all at the same time
  /// @param time t, from 1 to T
  /// @return the shape of the pictures
  Tensor noise(Tensor noisy, int time);
}

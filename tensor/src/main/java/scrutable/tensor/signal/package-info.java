/// Signals: from samples to frames, spectra and mel bands.
///
/// ```java
/// Frames frames = new Frames(200, 80);                                   // 25 ms every 10 ms at 8 kHz
/// Dft dft = new Dft(200);
/// Tensor mel = new MelFilters(32, 200, 8000, 0, 4000).matrix(DType.FLOAT32);            // (101, 32)
/// Tensor x = frames.of(signal).mul(Windows.hann(200).to(DType.FLOAT32));  // (N, T) -> (N, F, 200)
/// Tensor re = x.matmul(dft.cosines(DType.FLOAT32));                       // (N, F, 101)
/// Tensor im = x.matmul(dft.sines(DType.FLOAT32));
/// Tensor features = re.square().add(im.square()).matmul(mel).add(1e-6).log();          // (N, F, 32)
/// ```
///
/// All but [Frames] are matrices that the caller multiplies with, so a derivative needs no rule of its own;
/// frames and overlap-add are each other's derivative.
package scrutable.tensor.signal;

/// Files: every format that needs nothing but tensors, reading what may be hostile, and writing so that no
/// half-written file is ever seen.
///
/// | format | what it holds | opens with |
/// |---|---|---|
/// | `.npy` | one tensor | [Npy] |
/// | `.safetensors` | named tensors and texts | [Safetensors] |
/// | WAV | sound | [Wav] |
/// | JSON | results, descriptions, headers of other formats | [Json] |
///
/// All of them write through [AtomicFile], and name what they found in a file through [Printable].
package scrutable.tensor.io;

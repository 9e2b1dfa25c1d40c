package scrutable.lessons.contract;

import scrutable.tensor.io.Wav;
import scrutable.tensor.io.WavEncoding;

/// A sound to listen to, with the name of its file and the sentence beside it.
///
/// @param name    lower-case words joined by hyphens; the file is `name.wav`
/// @param caption what to hear in it
/// @param wav     the sound; it is written with 16 bits a sample
public record Sound(String name, String caption, Wav wav) implements Finding {
  /// Checks the name.
  ///
  /// @throws IllegalArgumentException if the name is not lower-case words joined by hyphens
  public Sound {
    Names.require("sound", name);
  }

  /// The content of its file.
  public byte[] file() {
    return wav.encode(WavEncoding.PCM_16);
  }
}

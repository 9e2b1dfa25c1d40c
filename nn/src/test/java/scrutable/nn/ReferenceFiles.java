package scrutable.nn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import scrutable.tensor.io.Safetensors;

/// The values of a second implementation in `reference/`; see `PROVENANCE.md` there.
public final class ReferenceFiles {
  private ReferenceFiles() {}

  public static Path path(String name) {
    try {
      return Path.of(ReferenceFiles.class.getResource("reference/" + name + ".safetensors").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Safetensors read(String name) {
    try {
      return Safetensors.read(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package scrutable.lessons.modalities;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import scrutable.nn.Module;
import scrutable.nn.train.Checkpoint;
import scrutable.tensor.io.MalformedFileException;

/// The weights of a trained network in a file, so that the next lesson that needs the same network need not train it.
///
/// A file from elsewhere must never change a result. So it carries the fingerprint of what its weights were made from,
/// and a file of another fingerprint, or one that was damaged, counts as none: the network is trained, and the file
/// replaced.
final class KeptWeights {
  private static final String ORIGIN = "origin";

  private KeptWeights() {}

  /// Gives a new network the weights that training gives it, from the file if there is one.
  ///
  /// @param folder   where files are kept; nothing is read or written if empty
  /// @param name     the beginning of the file's name
  /// @param origin   a fingerprint of everything that the weights depend on, at least 16 characters
  /// @param network  not yet trained
  /// @param training trains it
  /// @return whether they came from the file
  /// @throws IOException if the file cannot be written, or is there and cannot be read at all
  static boolean into(Optional<Path> folder, String name, String origin, Module network, Runnable training)
      throws IOException {
    Path file = folder.map(in -> file(in, name, origin)).orElse(null);
    if (file != null && Files.exists(file) && fits(file, origin, network)) {
      return true;
    }
    training.run();
    if (file != null) {
      Files.createDirectories(file.getParent());
      new Checkpoint(network.state(), Map.of(), Map.of(), Map.of(ORIGIN, origin)).write(file);
    }
    return false;
  }

  static Path file(Path folder, String name, String origin) {
    return folder.resolve(name + "-" + origin.substring(0, 16) + ".safetensors");
  }

  private static boolean fits(Path file, String origin, Module network) throws IOException {
    try {
      Checkpoint kept = Checkpoint.read(file);
      if (!origin.equals(kept.progress().get(ORIGIN))) {
        return false;
      }
      network.load(kept.network());
      return true;
    } catch (MalformedFileException e) {
      return false;
    }
  }
}

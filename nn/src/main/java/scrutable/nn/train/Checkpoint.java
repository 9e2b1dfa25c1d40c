package scrutable.nn.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Safetensors;

/// A moment of training: everything that the rest of it depends on.
///
/// In a file it is one `.safetensors`. The network's parameters and buffers have the names that PyTorch's
/// `state_dict` would give them (`0.weight`); the tensors of every other part have its name in front
/// (`optimizer.0.exp_avg`). Generators and progress are texts in the metadata. In Python,
/// `load_state_dict(load_file(path), strict=False)` takes the network out of it. A checksum of all of it stands there
/// too: a file in which a single bit of a weight has changed is refused.
///
/// @param network [scrutable.nn.Module#state]
/// @param parts the states of other parts by name, such as `optimizer`
/// @param generators the places of random generators in their streams, by name
/// @param progress counters and the like, as texts by name
public record Checkpoint(Map<String, Tensor> network, Map<String, Map<String, Tensor>> parts,
    Map<String, Rng.State> generators, Map<String, String> progress) {
  private static final String KIND = "scrutable";
  private static final String VERSION = "checkpoint 2";
  private static final String PARTS = "parts";
  private static final String GENERATOR = "generator.";
  private static final String PROGRESS = "progress.";
  private static final String CHECKSUM = "checksum";
  /// PyTorch counts the batches of batch normalisation in 64 bits.
  private static final String COUNTER = "num_batches_tracked";

  public Checkpoint {
    network = unmodifiable(network);
    parts = unmodifiable(parts);
    generators = unmodifiable(generators);
    progress = unmodifiable(progress);
  }

  private static <T> Map<String, T> unmodifiable(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /// Writes the file, all or not at all: a checkpoint that was there before is only replaced by a whole one.
  ///
  /// @throws IllegalArgumentException if two tensors would have the same name
  /// @throws IOException if the file cannot be written
  public void write(Path file) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>(network);
    parts.forEach((part, state) -> {
      requireNoneUnder(part + ".", tensors);
      state.forEach((name, tensor) -> tensors.put(part + "." + name, tensor));
    });
    String[] counters = network.keySet().stream()
        .filter(name -> name.endsWith(COUNTER) && network.get(name).dtype() == DType.INT32)
        .toArray(String[]::new);
    Map<String, String> texts = texts();
    texts.put(CHECKSUM, Checksum.of(tensors, texts));
    new Safetensors(tensors, texts).write(file, counters);
  }

  private static void requireNoneUnder(String prefix, Map<String, Tensor> tensors) {
    for (String name : tensors.keySet()) {
      if (name.startsWith(prefix)) {
        throw new IllegalArgumentException("the network's " + name + " would be taken for a tensor of the"
            + " part " + prefix + "; name that child of the network differently");
      }
    }
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("format", "pt");
    texts.put(KIND, VERSION);
    texts.put(PARTS, String.join(" ", parts.keySet()));
    generators.forEach((name, state) ->
        texts.put(GENERATOR + name, state.key() + " " + state.counter() + " " + state.position()));
    progress.forEach((name, text) -> texts.put(PROGRESS + name, text));
    return texts;
  }

  /// Reads a file written by [#write].
  ///
  /// @throws MalformedFileException if the file is broken, was changed, or holds something else
  public static Checkpoint read(Path file) throws IOException {
    Safetensors content = Safetensors.read(file);
    Map<String, String> texts = content.metadata();
    if (!VERSION.equals(texts.get(KIND)) || !texts.containsKey(PARTS)) {
      throw new MalformedFileException(file.toString(), 0, "this is not a \"" + VERSION + "\" but "
          + (texts.containsKey(KIND) ? "a \"" + texts.get(KIND) + "\"" : "a file of tensors alone")
          + "; weights alone are read by Safetensors.read and loaded by Module.load");
    }
    requireUnchanged(file, content);
    Map<String, Tensor> network = new LinkedHashMap<>(content.tensors());
    Map<String, Map<String, Tensor>> parts = new LinkedHashMap<>();
    for (String part : texts.get(PARTS).split(" ")) {
      if (!part.isEmpty()) {
        parts.put(part, content.under(part + "."));
        network.keySet().removeIf(name -> name.startsWith(part + "."));
      }
    }
    Map<String, Rng.State> generators = new LinkedHashMap<>();
    Map<String, String> progress = new LinkedHashMap<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      String name = text.getKey();
      if (name.startsWith(GENERATOR)) {
        generators.put(name.substring(GENERATOR.length()), generator(file, name, text.getValue()));
      } else if (name.startsWith(PROGRESS)) {
        progress.put(name.substring(PROGRESS.length()), text.getValue());
      }
    }
    return new Checkpoint(network, parts, generators, progress);
  }

  private static void requireUnchanged(Path file, Safetensors content) throws MalformedFileException {
    Map<String, String> texts = new LinkedHashMap<>(content.metadata());
    String stated = texts.remove(CHECKSUM);
    String found = Checksum.of(content.tensors(), texts);
    if (!found.equals(stated)) {
      throw new MalformedFileException(file.toString(), 0, "the content was changed after it was written: its checksum"
          + " is " + found + ", but the file says " + stated + "; go back to an earlier checkpoint");
    }
  }

  private static Rng.State generator(Path file, String name, String text) throws MalformedFileException {
    String[] words = text.split(" ");
    try {
      if (words.length == 3) {
        return new Rng.State(Long.parseLong(words[0]), Long.parseLong(words[1]), Integer.parseInt(words[2]));
      }
    } catch (IllegalArgumentException e) {
      // Said below, like a wrong number of words.
    }
    throw new MalformedFileException(file.toString(), 0, "the metadata " + name
        + " should be the key, counter and position of a generator, but is \"" + text + "\"");
  }
}

package scrutable.tensor.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import scrutable.tensor.Tensor;

/// Named tensors in one file, in the `.safetensors` format: how weights travel to and from Python.
///
/// The file is three parts, one behind the other:
///
/// | bytes | what |
/// |---|---|
/// | 8 | the length n of the header, an unsigned little-endian integer |
/// | n | the header, JSON in UTF-8: for each tensor its name, type, shape and place |
/// | rest | the numbers, row-major and little-endian |
///
/// ```
/// {"0.weight": {"dtype": "F32", "shape": [10, 784], "data_offsets": [0, 31360]}, ...}
/// ```
///
/// The offsets, first byte and end, count from the start of the numbers. The tensors fill that part without
/// gap or overlap. The key `__metadata__` of the header holds texts by name. Unlike Python's pickle, a file
/// of this format cannot run code when it is read.
///
/// Read are `F32`, `F64`, `I32`, and `I64` where the values fit into `int32`; 16-bit types are not.
///
/// ```java
/// network.load(Safetensors.read(Path.of("model.safetensors")).tensors());
/// Safetensors.of(network.state()).write(Path.of("copy.safetensors"));
/// ```
///
/// Source: the format description of the safetensors project, <https://huggingface.co/docs/safetensors>.
///
/// @param tensors the tensors by name, in the order of the header
/// @param metadata texts by name; whatever the writer wanted to say
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

  public Safetensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /// Tensors without metadata.
  public static Safetensors of(Map<String, Tensor> tensors) {
    return new Safetensors(tensors, Map.of());
  }

  /// Reads a file. Nothing in it is believed before it is checked, and no more memory is asked for than the
  /// file has bytes.
  ///
  /// @throws MalformedFileException if the file is not as described above; the message names the place
  public static Safetensors read(Path file) throws IOException {
    return SafetensorsReader.read(file);
  }

  /// Writes a file, all or not at all: an old file of that name is as it was if anything fails. The same
  /// tensors and metadata give the same bytes, in whatever order the maps are.
  ///
  /// @param asInt64 names of `int32` tensors to be written as `I64`, as PyTorch expects of its
  ///     `num_batches_tracked`
  /// @throws IllegalArgumentException if a name of `asInt64` is not that of an `int32` tensor
  /// @throws IOException if the file cannot be written
  public void write(Path file, String... asInt64) throws IOException {
    AtomicFile.write(file, SafetensorsWriter.content(this, Set.copyOf(Arrays.asList(asInt64))));
  }

  /// Writes the bytes of such a file to a stream, which stays open.
  ///
  /// @param asInt64 as for a file
  /// @throws IllegalArgumentException if a name of `asInt64` is not that of an `int32` tensor
  public void write(OutputStream out, String... asInt64) throws IOException {
    SafetensorsWriter.content(this, Set.copyOf(Arrays.asList(asInt64))).writeTo(out);
  }

  /// The tensor of a name.
  ///
  /// @throws IllegalArgumentException if there is none, naming those that there are
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("there is no tensor named " + Printable.quoted(name) + "; there"
          + " are " + tensors.keySet().stream().map(Printable::quoted).toList());
    }
    return tensor;
  }

  /// The tensors whose names begin with `prefix`, by what follows it.
  public Map<String, Tensor> under(String prefix) {
    Map<String, Tensor> result = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> {
      if (name.startsWith(prefix)) {
        result.put(name.substring(prefix.length()), tensor);
      }
    });
    return result;
  }
}

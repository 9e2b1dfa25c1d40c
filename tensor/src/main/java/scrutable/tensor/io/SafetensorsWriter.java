package scrutable.tensor.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import scrutable.tensor.Tensor;

/// Writes the format described at [Safetensors].
final class SafetensorsWriter {
  private static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;
  private static final int CHUNK_ELEMENTS = 1 << 13;

  private record Entry(String name, ElementType type, Tensor tensor) {
    long bytes() {
      return (long) tensor.elementCount() * type.bytes();
    }
  }

  private SafetensorsWriter() {}

  /// What to write, all or not at all: see [AtomicFile].
  static AtomicFile.Content content(Safetensors content, Set<String> asInt64) {
    List<Entry> entries = inFileOrder(content.tensors(), asInt64);
    byte[] header = header(entries, content.metadata());
    return out -> {
      out.write(little(Long.BYTES).putLong(header.length).array());
      out.write(header);
      for (Entry entry : entries) {
        writeNumbers(entry, out);
      }
    };
  }

  /// Wider types first, so that every tensor lies at a multiple of its own width; then by name.
  private static List<Entry> inFileOrder(Map<String, Tensor> tensors, Set<String> asInt64) {
    for (String name : asInt64) {
      if (!tensors.containsKey(name) || ElementType.of(tensors.get(name).dtype()) != ElementType.I32) {
        throw new IllegalArgumentException(name + " is to be written as I64, but there is no int32 tensor of"
            + " that name");
      }
    }
    List<Entry> entries = new ArrayList<>();
    tensors.forEach((name, tensor) -> entries.add(new Entry(name,
        asInt64.contains(name) ? ElementType.I64 : ElementType.of(tensor.dtype()), tensor)));
    entries.sort(Comparator.comparingInt((Entry entry) -> -entry.type.bytes()).thenComparing(Entry::name));
    return entries;
  }

  private static byte[] header(List<Entry> entries, Map<String, String> metadata) {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put(METADATA, json(new TreeMap<>(metadata)));
    }
    long offset = 0;
    for (Entry entry : entries) {
      if (entry.name.equals(METADATA)) {
        throw new IllegalArgumentException("a tensor cannot be named " + METADATA
            + ": the format keeps that name");
      }
      long end = offset + entry.bytes();
      header.put(entry.name, Json.object("dtype", entry.type.name(),
          "shape", Arrays.stream(entry.tensor.shape()).boxed().toList(),
          "data_offsets", List.of(offset, end)));
      offset = end;
    }
    String text = json(header).writeCompact();
    byte[] unpadded = utf8(text);
    return utf8(text + " ".repeat(Math.floorMod(-unpadded.length, ALIGNMENT)));
  }

  private static Json json(Map<String, ?> fields) {
    Map<String, Json> map = new LinkedHashMap<>();
    fields.forEach((name, value) -> map.put(name, Json.of(value)));
    return new Json.Fields(map);
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] result = new byte[bytes.remaining()];
      bytes.get(result);
      return result;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a name or a text of the metadata holds half a surrogate pair and"
          + " cannot be written as UTF-8", e);
    }
  }

  private static void writeNumbers(Entry entry, OutputStream out) throws IOException {
    Tensor flat = entry.tensor.reshape(-1);
    int count = flat.elementCount();
    for (int from = 0; from < count; from += CHUNK_ELEMENTS) {
      Tensor chunk = flat.slice(0, from, Math.min(count, from + CHUNK_ELEMENTS));
      ByteBuffer bytes = little(chunk.elementCount() * entry.type.bytes());
      switch (entry.type) {
        case F32 -> bytes.asFloatBuffer().put(chunk.toFloatArray());
        case F64 -> bytes.asDoubleBuffer().put(chunk.toDoubleArray());
        case I32 -> bytes.asIntBuffer().put(chunk.toIntArray());
        case I64 -> {
          for (int value : chunk.toIntArray()) {
            bytes.putLong(value);
          }
        }
      }
      out.write(bytes.array());
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

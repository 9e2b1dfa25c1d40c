package scrutable.tensor.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scrutable.tensor.Tensor;

/// Reads the format described at [Safetensors]: the length, the header, what the header says, the numbers.
final class SafetensorsReader {
  private static final int LENGTH_BYTES = 8;
  private static final long LONGEST_HEADER = 100_000_000;
  private static final int MAXIMUM_RANK = 64;
  private static final int MAXIMUM_DEPTH = 8;
  private static final int MAXIMUM_VALUES = 1_000_000;
  private static final int CHUNK_BYTES = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final long fileLength;

  private SafetensorsReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.fileLength = channel.size();
  }

  static Safetensors read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new SafetensorsReader(file, channel).read();
    }
  }

  private Safetensors read() throws IOException {
    int headerLength = headerLength();
    Map<String, Json> header = new LinkedHashMap<>(header(headerLength));
    Map<String, String> metadata = metadata(header.remove("__metadata__"));
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Json> described : header.entrySet()) {
      entries.add(entry(described.getKey(), described.getValue()));
    }
    long dataStart = LENGTH_BYTES + headerLength;
    requireSeamless(entries, dataStart);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Entry entry : entries) {
      tensors.put(entry.name, numbers(entry, dataStart));
    }
    return new Safetensors(tensors, metadata);
  }

  private int headerLength() throws IOException {
    if (fileLength < LENGTH_BYTES) {
      throw malformed(fileLength, "expected 8 bytes with the length of the header, but the file has "
          + fileLength + " bytes");
    }
    long length = bytes(0, LENGTH_BYTES).getLong();
    if (length < 0 || length > LONGEST_HEADER) {
      throw malformed(0, "expected a header of at most " + LONGEST_HEADER + " bytes, but its length is given"
          + " as " + Long.toUnsignedString(length) + hint());
    }
    if (length > fileLength - LENGTH_BYTES) {
      throw malformed(0, "expected a header of " + length + " bytes, but only " + (fileLength - LENGTH_BYTES)
          + " bytes follow: the file is cut short, or no safetensors file" + hint());
    }
    return (int) length;
  }

  private String hint() throws IOException {
    return ForeignFormat.hint(bytes(0, (int) Math.min(fileLength, ForeignFormat.HEAD)).array());
  }

  private Map<String, Json> header(int length) throws IOException {
    String text = decoded(bytes(LENGTH_BYTES, length));
    if (!text.startsWith("{")) {
      throw malformed(LENGTH_BYTES, "expected the header to begin with '{'");
    }
    try {
      return ((Json.Fields) new JsonReader(text, MAXIMUM_DEPTH, MAXIMUM_VALUES, false).read()).map();
    } catch (JsonException e) {
      int before = text.substring(0, e.position()).getBytes(StandardCharsets.UTF_8).length;
      throw malformed(LENGTH_BYTES + before, "in the header, " + e.problem());
    }
  }

  private String decoded(ByteBuffer bytes) throws IOException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer chars = CharBuffer.allocate(bytes.remaining());
    CoderResult result = decoder.decode(bytes, chars, true);
    if (result.isError()) {
      throw malformed(LENGTH_BYTES + bytes.position(),
          "expected the header to be UTF-8 text, but these bytes are not");
    }
    return chars.flip().toString();
  }

  private Map<String, String> metadata(Json described) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (described == null) {
      return metadata;
    }
    if (!(described instanceof Json.Fields members)) {
      throw malformed(LENGTH_BYTES, "expected __metadata__ to be an object");
    }
    for (Map.Entry<String, Json> member : members.map().entrySet()) {
      if (!(member.getValue() instanceof Json.Text text)) {
        throw malformed(LENGTH_BYTES, "expected the metadata " + Printable.quoted(member.getKey())
            + " to be a text");
      }
      metadata.put(member.getKey(), text.value());
    }
    return metadata;
  }

  /// What the header says about one tensor; offsets count from the start of the numbers.
  private record Entry(String name, ElementType type, int[] shape, long begin, long end) {}

  private Entry entry(String name, Json described) throws IOException {
    if (!(described instanceof Json.Fields fields)
        || !(fields.map().get("dtype") instanceof Json.Text type)
        || !(fields.map().get("shape") instanceof Json.Items shape)
        || !(fields.map().get("data_offsets") instanceof Json.Items offsets)
        || offsets.list().size() != 2
        || fields.map().size() != 3) {
      throw malformed(LENGTH_BYTES, "expected " + Printable.quoted(name)
          + " to have exactly \"dtype\", \"shape\" and two \"data_offsets\"");
    }
    if (shape.list().size() > MAXIMUM_RANK) {
      throw malformed(LENGTH_BYTES, Printable.quoted(name) + " has " + shape.list().size() + " axes, more than"
          + " the " + MAXIMUM_RANK + " that are read");
    }
    int[] sizes = new int[shape.list().size()];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = (int) wholeNumber(name, shape.list().get(axis), Integer.MAX_VALUE);
    }
    long begin = wholeNumber(name, offsets.list().get(0), Long.MAX_VALUE);
    long end = wholeNumber(name, offsets.list().get(1), Long.MAX_VALUE);
    Entry entry = new Entry(name, elementType(name, type.value()), sizes, begin, end);
    requireRightSize(entry);
    return entry;
  }

  private ElementType elementType(String name, String type) throws IOException {
    for (ElementType known : ElementType.values()) {
      if (known.name().equals(type)) {
        return known;
      }
    }
    throw malformed(LENGTH_BYTES, Printable.quoted(name) + " is of type " + Printable.quoted(type)
        + "; read are F32, F64, I32 and I64: convert it before it is saved, in PyTorch by .float()");
  }

  private long wholeNumber(String name, Json value, long maximum) throws IOException {
    if (value instanceof Json.Number number && number.literal().matches("[0-9]{1,18}")) {
      long result = Long.parseLong(number.literal());
      if (result <= maximum) {
        return result;
      }
    }
    throw malformed(LENGTH_BYTES, "expected the shape and the offsets of " + Printable.quoted(name)
        + " to be whole numbers, sizes of at most 2^31 - 1");
  }

  private void requireRightSize(Entry entry) throws IOException {
    long elements = 1;
    for (int size : entry.shape) {
      elements = Math.multiplyExact(Math.min(elements, Integer.MAX_VALUE + 1L), size);
    }
    if (elements > Integer.MAX_VALUE) {
      throw malformed(LENGTH_BYTES, Printable.quoted(entry.name) + " has more than 2^31 - 1 elements, the"
          + " limit of a Java array");
    }
    long expected = elements * entry.type.bytes();
    if (entry.end - entry.begin != expected) {
      throw malformed(LENGTH_BYTES, "expected " + expected + " bytes for the " + elements + " elements "
          + entry.type + " of " + Printable.quoted(entry.name) + ", but the offsets " + entry.begin + " and "
          + entry.end + " enclose " + (entry.end - entry.begin));
    }
  }

  private void requireSeamless(List<Entry> entries, long dataStart) throws IOException {
    List<Entry> inFileOrder = new ArrayList<>(entries);
    inFileOrder.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long reached = 0;
    for (Entry entry : inFileOrder) {
      if (entry.begin != reached) {
        throw malformed(dataStart + Math.min(reached, entry.begin), "expected " + Printable.quoted(entry.name)
            + " to begin at offset " + reached + ", where the one before it ends, but it begins at "
            + entry.begin + (entry.begin < reached ? ": they overlap" : ": there is a gap"));
      }
      reached = entry.end;
    }
    long present = fileLength - dataStart;
    if (reached != present) {
      throw malformed(dataStart + Math.min(reached, present), "expected " + reached
          + " bytes of numbers, as the header says, but there are " + present
          + (present < reached ? ": the file is cut short" : ": something follows the numbers"));
    }
  }

  private Tensor numbers(Entry entry, long dataStart) throws IOException {
    int count = (int) ((entry.end - entry.begin) / entry.type.bytes());
    // Arrays of its own, not recycled ones: what was read lasts, wherever it was read.
    return switch (entry.type) {
      case F32 -> {
        var array = new float[count];
        inChunks(entry, dataStart, count, (bytes, done, now) -> bytes.asFloatBuffer().get(array, done, now));
        yield Tensor.wrap(array, entry.shape);
      }
      case F64 -> {
        var array = new double[count];
        inChunks(entry, dataStart, count, (bytes, done, now) -> bytes.asDoubleBuffer().get(array, done, now));
        yield Tensor.wrap(array, entry.shape);
      }
      case I32 -> {
        var array = new int[count];
        inChunks(entry, dataStart, count, (bytes, done, now) -> bytes.asIntBuffer().get(array, done, now));
        yield Tensor.wrap(array, entry.shape);
      }
      case I64 -> {
        var array = new int[count];
        inChunks(entry, dataStart, count, (bytes, done, _) -> narrow(bytes.asLongBuffer(), array, done,
            dataStart + entry.begin + (long) done * Long.BYTES, entry.name));
        yield Tensor.wrap(array, entry.shape);
      }
    };
  }

  /// Takes over the elements from `done` to `done + now`, which are all of `bytes`.
  private interface Taker {
    void take(ByteBuffer bytes, int done, int now) throws IOException;
  }

  private void inChunks(Entry entry, long dataStart, int count, Taker taker) throws IOException {
    int width = entry.type.bytes();
    for (int done = 0; done < count; ) {
      int now = Math.min(count - done, CHUNK_BYTES / width);
      taker.take(bytes(dataStart + entry.begin + (long) done * width, now * width), done, now);
      done += now;
    }
  }

  private void narrow(LongBuffer values, int[] target, int start, long position, String name)
      throws IOException {
    for (int i = 0; values.hasRemaining(); i++) {
      long value = values.get();
      if (value != (int) value) {
        throw malformed(position + (long) i * Long.BYTES, "element " + (start + i) + " of "
            + Printable.quoted(name) + " is " + value + ", which does not fit into int32, the only"
            + " type of whole numbers here");
      }
      target[start + i] = (int) value;
    }
  }

  /// Bytes of the file as little-endian numbers.
  private ByteBuffer bytes(long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw malformed(position + buffer.position(), "expected " + buffer.remaining()
            + " more bytes: the file was cut short while it was read");
      }
    }
    return buffer.flip();
  }

  private IOException malformed(long offset, String problem) {
    return new MalformedFileException(file.toString(), offset, problem);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.model.ModelFormatException;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.ProtoFile;
import io.espalier.model.tensorflow.TensorShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a checkpoint by their keys. Tensors are views of the mapped files, so opening and reading take next to no memory; their checksums
 * are verified when they are read.
 *
 * <pre>{@code
 * Checkpoint checkpoint = Checkpoint.open(Path.of("saved_model/variables/variables"));
 * checkpoint.keys();                          // layer_with_weights-0/kernel/.ATTRIBUTES/VARIABLE_VALUE, ...
 * checkpoint.tensor("conv2d/kernel");
 * }</pre>
 *
 * <p>One thread at a time.
 */
public final class Checkpoint {
    private static final String INDEX = ".index";

    private final Path index;
    private final Map<String, BundleEntry> entries;
    private final DataShards shards;

    private Checkpoint(Path index, Map<String, BundleEntry> entries, DataShards shards) {
        this.index = index;
        this.entries = entries;
        this.shards = shards;
    }

    /** Whether there is an index of this prefix. */
    public static boolean isAt(Path prefix) {
        return Files.isRegularFile(indexFile(prefix));
    }

    static Path indexFile(Path prefix) {
        return prefix.resolveSibling(prefix.getFileName() + INDEX);
    }

    /**
     * Opens a checkpoint.
     *
     * @param prefix of its files, such as {@code variables/variables} or {@code model.ckpt}
     * @throws ModelFormatException if a file is missing, damaged or cut, or of a version or kind that is not supported; names the file
     */
    public static Checkpoint open(Path prefix) throws IOException {
        Path index = indexFile(prefix);
        if (!Files.isRegularFile(index)) {
            throw new ModelFormatException(
                    index,
                    Files.isRegularFile(prefix)
                            ? "is missing: " + prefix.getFileName()
                                    + " may be a checkpoint of TensorFlow's first format, which is not supported; save it with"
                                    + " tf.train.Saver as version 2"
                            : "is missing: it lists the weights; copy the whole folder");
        }
        try {
            SortedMap<String, ByteBuffer> table = TableReader.read(ProtoFile.bytes(index));
            ByteBuffer header = table.remove(BundleHeader.KEY);
            if (header == null) {
                throw new InvalidProtocolBufferException("it has no header, so it is another kind of table");
            }
            DataShards shards = new DataShards(prefix, BundleHeader.read(header).shards());
            Checkpoint checkpoint = new Checkpoint(index, new LinkedHashMap<>(), shards);
            checkpoint.read(table, BundleHeader.read(header).shards());
            return checkpoint;
        } catch (InvalidProtocolBufferException e) {
            throw new ModelFormatException(index, "cannot be read: " + e.getMessage(), e);
        }
    }

    private void read(SortedMap<String, ByteBuffer> table, int count) throws IOException {
        Map<Integer, Long> ends = new TreeMap<>();
        for (Map.Entry<String, ByteBuffer> row : table.entrySet()) {
            BundleEntry entry = entry(row.getKey(), row.getValue());
            entries.put(row.getKey(), entry);
            if (entry.isSliced()) {
                continue;
            }
            if (entry.shard() < 0 || entry.shard() >= count) {
                throw damaged(
                        text(row.getKey()), "is in shard " + entry.shard() + ", but there are " + count + " shards");
            }
            long end = entry.offset() + entry.size();
            if (entry.offset() < 0 || entry.size() < 0 || end < 0) {
                throw damaged(
                        text(row.getKey()),
                        "has " + entry.size() + " bytes at byte " + entry.offset() + ": no such place");
            }
            ends.merge(entry.shard(), end, Math::max);
        }
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            shards.check(end.getKey(), end.getValue());
        }
    }

    private BundleEntry entry(String key, ByteBuffer value) throws IOException {
        try {
            return BundleEntry.read(value);
        } catch (InvalidProtocolBufferException e) {
            throw damaged(text(key), "has a damaged entry: " + e.getMessage());
        }
    }

    /** The keys of all tensors, in the order of their bytes; parts of tensors that are stored in parts have none of their own. */
    public List<String> keys() {
        return entries.keySet().stream()
                .filter(key -> !key.startsWith("\0"))
                .map(Checkpoint::text)
                .toList();
    }

    /** What a tensor is, without its values; empty if there is none of this key. */
    public Optional<Description> description(String key) {
        return Optional.ofNullable(entries.get(bytes(key)))
                .map(entry -> new Description(entry.type(), entry.shape(), entry.size()));
    }

    /**
     * A tensor as TensorFlow's index lists it.
     *
     * @param bytes in the file; 0 if it is stored in parts
     */
    public record Description(DataType type, TensorShape shape, long bytes) {}

    /**
     * A tensor, whole; empty if there is none of this key. Parts are joined.
     *
     * @throws ModelFormatException if its bytes do not have the checksum or the length that they must have, or it is no tensor of numbers or
     *     strings; names it
     */
    public Optional<ConstantTensor> tensor(String key) throws IOException {
        BundleEntry entry = entries.get(bytes(key));
        if (entry == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(entry.isSliced() ? joined(key, entry) : stored(entry));
        } catch (InvalidProtocolBufferException | ArithmeticException e) {
            throw damaged(key, e.getMessage());
        }
    }

    /**
     * A part of a tensor; empty if there is no tensor of this key.
     *
     * @param part as {@code RestoreV2} writes it, such as {@code 10 5 0,5:-}; empty for the whole tensor
     * @throws ModelFormatException as {@link #tensor(String)}, and if the tensor has no such part
     */
    public Optional<ConstantTensor> tensor(String key, String part) throws IOException {
        Optional<ConstantTensor> whole = tensor(key);
        if (part.isEmpty() || whole.isEmpty()) {
            return whole;
        }
        try {
            ConstantTensor tensor = whole.get();
            TensorSlice slice = TensorSlice.parse(part);
            TensorShape shape = slice.shape(tensor.shape());
            ByteBuffer values = ByteBuffer.allocate(
                    Math.toIntExact(shape.elements() * tensor.type().bytes()));
            slice.copy(tensor.values(), tensor.shape(), values, tensor.type().bytes(), true);
            return Optional.of(ConstantTensor.of(tensor.type(), shape, values.flip()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw damaged(key, "has no part '" + part + "': " + e.getMessage());
        }
    }

    private ConstantTensor stored(BundleEntry entry) throws IOException {
        long elements = elements(entry);
        if (entry.size() > Integer.MAX_VALUE) {
            throw new InvalidProtocolBufferException("is larger than 2 GB, the most that is supported");
        }
        if (entry.type() != DataType.STRING
                && entry.size() != Math.multiplyExact(elements, entry.type().bytes())) {
            throw new InvalidProtocolBufferException(
                    "has " + entry.size() + " bytes, but is of type " + entry.type() + " and shape " + entry.shape());
        }
        ByteBuffer bytes = shards.bytes(entry.shard(), entry.offset(), (int) entry.size());
        if (entry.type() == DataType.STRING) {
            StringValues strings = elements == 0 && entry.size() == 0
                    ? new StringValues(List.of(), entry.crc())
                    : StringValues.read(bytes, elements);
            verify(entry, strings.crc());
            return ConstantTensor.ofStrings(entry.shape(), strings.strings());
        }
        verify(entry, MaskedCrc.of(bytes));
        return ConstantTensor.of(entry.type(), entry.shape(), bytes);
    }

    private static void verify(BundleEntry entry, int crc) throws InvalidProtocolBufferException {
        if (crc != entry.crc()) {
            throw new InvalidProtocolBufferException("has a wrong checksum (CRC): its bytes in shard " + entry.shard()
                    + " are damaged; copy the files again");
        }
    }

    private static long elements(BundleEntry entry) throws InvalidProtocolBufferException {
        if (entry.type() != DataType.STRING && entry.type().bytes() == 0) {
            throw new InvalidProtocolBufferException("is of type " + entry.type() + ", which is not supported");
        }
        if (!entry.shape().isFixed()) {
            throw new InvalidProtocolBufferException("has the open shape " + entry.shape());
        }
        return entry.shape().elements();
    }

    private ConstantTensor joined(String key, BundleEntry whole) throws IOException {
        long bytes = Math.multiplyExact(elements(whole), whole.type().bytes());
        long stored = 0;
        for (TensorSlice slice : whole.slices()) {
            stored += part(key, slice).size();
        }
        // Parts never overlap, so they cover the tensor if they are as large; then it is also no larger than the files.
        if (whole.type() == DataType.STRING || stored != bytes || bytes > Integer.MAX_VALUE) {
            throw new InvalidProtocolBufferException("is stored in "
                    + whole.slices().size() + " parts of " + stored + " bytes, which do not make up a tensor of type "
                    + whole.type() + " and shape " + whole.shape());
        }
        ByteBuffer values = ByteBuffer.allocate((int) bytes);
        for (TensorSlice slice : whole.slices()) {
            BundleEntry part = part(key, slice);
            if (part.type() != whole.type() || !part.shape().equals(slice.shape(whole.shape()))) {
                throw new InvalidProtocolBufferException(
                        "has a part of type " + part.type() + " and shape " + part.shape() + " that does not fit");
            }
            slice.copy(
                    values, whole.shape(), stored(part).values(), whole.type().bytes(), false);
        }
        return ConstantTensor.of(whole.type(), whole.shape(), values);
    }

    private BundleEntry part(String key, TensorSlice slice) throws InvalidProtocolBufferException {
        BundleEntry part = entries.get(SliceKey.of(key, slice));
        if (part == null || part.isSliced()) {
            throw new InvalidProtocolBufferException(
                    "is stored in parts, and the part from " + slice.starts() + " on is missing");
        }
        return part;
    }

    private ModelFormatException damaged(String key, @Nullable String what) {
        return new ModelFormatException(index, "the tensor '" + key + "' " + what);
    }

    /** The text of a key of the table; that of a part of a tensor has bytes that are none, which are left out. */
    private static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).replace("\0", "");
    }

    /** A key as the table has it: a character for each of its bytes. */
    static String bytes(String key) {
        return new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The file that lists the tensors. */
    public Path file() {
        return index;
    }

    /** The tensors by key, without their values. */
    public Map<String, Description> descriptions() {
        Map<String, Description> all = new LinkedHashMap<>();
        keys().forEach(key -> description(key).ifPresent(description -> all.put(key, description)));
        return Collections.unmodifiableMap(all);
    }
}

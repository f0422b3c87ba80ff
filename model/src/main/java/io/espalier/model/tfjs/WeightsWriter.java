// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensorflow.ConstantTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Stores weights, one behind the other, in files of bounded length. */
public final class WeightsWriter {
    private static final String OTHERS = "group2-shard1of1.bin";

    private final List<StoredWeight> weights;
    private final long bytes;
    private final int shardBytes;
    private final Map<String, ConstantTensor> others;

    private WeightsWriter(List<StoredWeight> weights, int shardBytes, Map<String, ConstantTensor> others) {
        this.others = others;
        this.weights = List.copyOf(weights);
        this.bytes = weights.stream().mapToLong(StoredWeight::bytes).sum();
        this.shardBytes = shardBytes;
    }

    /**
     * Finds the form of each weight.
     *
     * @throws ModelException if the storage cannot hold a number of a weight; names both
     */
    public static WeightsWriter of(Map<String, Tensor> weights, WeightStorage storage) {
        List<StoredWeight> stored = new ArrayList<>();
        weights.forEach((name, value) -> stored.add(StoredWeight.of(name, value, storage.type())));
        return new WeightsWriter(stored, storage.shardBytes(), Map.of());
    }

    /** A copy with constants that are not numbers of float32: int32 and bool, in a file of their own. */
    public WeightsWriter withOthers(Map<String, ConstantTensor> constants) {
        return new WeightsWriter(weights, shardBytes, new LinkedHashMap<>(constants));
    }

    /** The weights in the order of the files. */
    public List<StoredWeight> weights() {
        return weights;
    }

    /** What {@code weightsManifest} says of them. */
    public ArrayNode manifest() {
        ArrayNode manifest = JsonNodeFactory.instance.arrayNode();
        ObjectNode group = manifest.addObject();
        ArrayNode paths = group.putArray("paths");
        files().forEach(paths::add);
        ArrayNode entries = group.putArray("weights");
        weights.forEach(weight -> entries.add(weight.manifest()));
        if (!others.isEmpty()) {
            ObjectNode second = manifest.addObject();
            second.putArray("paths").add(OTHERS);
            ArrayNode constants = second.putArray("weights");
            others.forEach((name, constant) -> {
                ObjectNode entry = constants.addObject().put("name", name);
                ArrayNode shape = entry.putArray("shape");
                constant.shape().dimensions().forEach(shape::add);
                entry.put("dtype", constant.type().name().toLowerCase(Locale.ROOT));
            });
        }
        return manifest;
    }

    private List<String> files() {
        long count = Math.max(1, (bytes + shardBytes - 1) / shardBytes);
        List<String> names = new ArrayList<>();
        for (long i = 1; i <= count; i++) {
            names.add("group1-shard" + i + "of" + count + ".bin");
        }
        return names;
    }

    /** Writes the files into a folder. */
    public void write(Path folder) throws IOException {
        if (!others.isEmpty()) {
            ByteArrayOutputStream constants = new ByteArrayOutputStream();
            for (ConstantTensor constant : others.values()) {
                byte[] values = new byte[constant.values().remaining()];
                constant.values().get(values);
                constants.writeBytes(values);
            }
            Files.write(folder.resolve(OTHERS), constants.toByteArray());
        }
        int next = 0;
        ByteBuffer weight = ByteBuffer.allocate(0);
        long left = bytes;
        for (String name : files()) {
            ByteBuffer shard = ByteBuffer.allocate((int) Math.min(shardBytes, left));
            while (shard.hasRemaining()) {
                if (!weight.hasRemaining()) {
                    StoredWeight each = weights.get(next++);
                    weight = ByteBuffer.allocate(each.bytes());
                    each.write(weight);
                    weight.flip();
                }
                int count = Math.min(weight.remaining(), shard.remaining());
                shard.put(weight.slice(weight.position(), count));
                weight.position(weight.position() + count);
            }
            Files.write(folder.resolve(name), shard.array());
            left -= shard.capacity();
        }
    }
}

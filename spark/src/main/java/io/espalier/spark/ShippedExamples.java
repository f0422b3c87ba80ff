// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.base.Preprocessing;
import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Examples in memory, with all that a data set says of them. They may travel between machines of one byte order. */
record ShippedExamples(
        String name,
        int size,
        ElementSpec features,
        List<Part> parts,
        ElementSpec targets,
        List<Label> labels,
        Scaling scaling,
        @Nullable Preprocessing preprocessed,
        List<String> classNames,
        List<String> notes,
        boolean littleEndian,
        StoredRows featureRows,
        StoredRows targetRows)
        implements Dataset, SparkData.Shared {
    static ShippedExamples of(Dataset data) {
        StoredRows features = room(data, data.features());
        StoredRows targets = room(data, data.targets());
        data.read(IntStream.range(0, data.size()).toArray(), 0, data.size(), features.buffer(), targets.buffer());
        return new ShippedExamples(
                data.name(),
                data.size(),
                data.features(),
                new ArrayList<>(data.parts()),
                data.targets(),
                new ArrayList<>(data.labels()),
                data.scaling(),
                data.preprocessing().orElse(null),
                new ArrayList<>(data.classNames()),
                new ArrayList<>(data.notes()),
                isLittleEndian(),
                features,
                targets);
    }

    private static StoredRows room(Dataset data, ElementSpec spec) {
        long bytes = (long) data.size() * spec.bytes();
        if (bytes > Integer.MAX_VALUE - 8) {
            throw ClusterException.badUse(
                    data.name() + ": its " + data.size() + " examples have " + bytes
                            + " bytes, too many to send to each executor; let executors open them (SparkData.opened), or take fewer");
        }
        return StoredRows.of(data.size(), spec.bytes());
    }

    private static boolean isLittleEndian() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public Dataset here() {
        if (littleEndian != isLittleEndian()) {
            throw ClusterException.badUse(
                    name + ": came from a machine of another byte order; let executors open it (SparkData.opened)");
        }
        return this;
    }

    @Override
    public Optional<Preprocessing> preprocessing() {
        return Optional.ofNullable(preprocessed);
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer into, ByteBuffer labels) {
        for (int i = from; i < from + count; i++) {
            featureRows.copy(indices[i], into);
        }
        readTargets(indices, from, count, labels);
    }

    @Override
    public void readTargets(int[] indices, int from, int count, ByteBuffer labels) {
        for (int i = from; i < from + count; i++) {
            targetRows.copy(indices[i], labels);
        }
    }
}

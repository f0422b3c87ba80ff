// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/** Examples whose features and targets are rows of two arrays, in memory or in files. */
public record ArrayDataset(String name, Rows featureRows, Rows targetRows, Scaling scaling, List<String> classNames)
        implements Dataset {
    public ArrayDataset {
        classNames = List.copyOf(classNames);
        if (featureRows.size() != targetRows.size()) {
            throw new IllegalArgumentException(name + ": has features for " + featureRows.size()
                    + " examples, but targets for " + targetRows.size());
        }
    }

    /** Another set, read into memory as a whole. */
    public static ArrayDataset copyOf(Dataset dataset) {
        int examples = dataset.size();
        ByteBuffer features = room(examples, dataset.features());
        ByteBuffer targets = room(examples, dataset.targets());
        dataset.read(IntStream.range(0, examples).toArray(), 0, examples, features, targets);
        return new ArrayDataset(
                dataset.name(),
                new BufferRows(dataset.features(), examples, features.flip()),
                new BufferRows(dataset.targets(), examples, targets.flip()),
                dataset.scaling(),
                dataset.classNames());
    }

    private static ByteBuffer room(int examples, ElementSpec spec) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(examples, spec.bytes()))
                .order(ByteOrder.nativeOrder());
    }

    @Override
    public int size() {
        return featureRows.size();
    }

    @Override
    public ElementSpec features() {
        return featureRows.spec();
    }

    @Override
    public ElementSpec targets() {
        return targetRows.spec();
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        featureRows.read(indices, from, count, features);
        targetRows.read(indices, from, count, targets);
    }
}

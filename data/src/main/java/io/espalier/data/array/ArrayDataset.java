// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.Scaling;
import java.nio.ByteBuffer;
import java.util.List;

/** Examples whose features and targets are rows of two arrays, in memory or in files. */
public record ArrayDataset(String name, Rows featureRows, Rows targetRows, Scaling scaling, List<String> classNames)
        implements Dataset {
    public ArrayDataset {
        classNames = List.copyOf(classNames);
        if (featureRows.size() != targetRows.size()) {
            throw new IllegalArgumentException(
                    name + ": features for " + featureRows.size() + " examples, but targets for " + targetRows.size());
        }
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

// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Examples as the inputs of a tail graph take them: activations of the float graph, computed once, and inputs of the whole graph where they cross the cut.
 *
 * @param given the examples themselves
 * @param sources one for each input of the tail
 */
record CachedActivations(Dataset given, List<Source> sources) implements Dataset {
    CachedActivations {
        sources = List.copyOf(sources);
    }

    /** Where the values of an input come from. */
    sealed interface Source permits Computed, Given {
        Part part();

        void read(int example, ByteBuffer features);
    }

    /**
     * An activation of the float graph.
     *
     * @param rows one for each example
     */
    record Computed(String name, List<Integer> shape, List<float[]> rows) implements Source {
        Computed {
            shape = List.copyOf(shape);
            rows = List.copyOf(rows);
        }

        @Override
        public Part part() {
            return new Part(name, new ElementSpec(ElementType.FLOAT32, shape), Scaling.IDENTITY);
        }

        @Override
        public void read(int example, ByteBuffer features) {
            float[] row = rows.get(example);
            features.asFloatBuffer().put(row);
            features.position(features.position() + row.length * Float.BYTES);
        }
    }

    /** A part of the examples. */
    record Given(String name, Dataset examples) implements Source {
        @Override
        public Part part() {
            return new Part(name, examples.features(), examples.scaling());
        }

        @Override
        public void read(int example, ByteBuffer features) {
            ByteBuffer targets = ByteBuffer.allocate(examples.targets().bytes()).order(ByteOrder.nativeOrder());
            examples.read(new int[] {example}, 0, 1, features, targets);
        }
    }

    @Override
    public String name() {
        return given.name();
    }

    @Override
    public int size() {
        return given.size();
    }

    @Override
    public ElementSpec features() {
        List<Part> parts = parts();
        return parts.size() == 1
                ? parts.get(0).spec()
                : ElementSpec.of(
                        ElementType.UINT8,
                        parts.stream().mapToInt(part -> part.spec().bytes()).sum());
    }

    @Override
    public List<Part> parts() {
        return sources.stream().map(Source::part).toList();
    }

    @Override
    public ElementSpec targets() {
        return ElementSpec.of(ElementType.FLOAT32, 0);
    }

    @Override
    public Scaling scaling() {
        return sources.size() == 1 ? sources.get(0).part().scaling() : Scaling.IDENTITY;
    }

    @Override
    public List<String> classNames() {
        return List.of();
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        for (int i = from; i < from + count; i++) {
            for (Source source : sources) {
                source.read(indices[i], features);
            }
        }
    }
}

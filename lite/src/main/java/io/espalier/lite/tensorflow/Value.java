// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an output of a node is while its graph is lowered. */
sealed interface Value {
    /** An element of {@link Computed#elements} that is known only when the graph runs. */
    long OPEN = Long.MIN_VALUE;

    /** The type of its elements. */
    DataType type();

    /** Its shape, with -1 for open dimensions. */
    Ints shape();

    /**
     * A constant, which becomes a tensor of the graph where it is used as one.
     *
     * @param name what its tensor is called
     * @param trained what fake quantization says of it
     */
    record Known(String name, ConstantTensor tensor, TrainedValues trained) implements Value {
        Known(String name, ConstantTensor tensor) {
            this(name, tensor, TrainedValues.NONE);
        }

        @Override
        public DataType type() {
            return tensor.type();
        }

        @Override
        public Ints shape() {
            return Ints.of(tensor.shape().dimensions().stream()
                    .mapToInt(Math::toIntExact)
                    .toArray());
        }

        /** Its elements as whole numbers; empty if they are something else. */
        Optional<long[]> integers() {
            int count = Math.toIntExact(tensor.shape().elements());
            ByteBuffer values = tensor.values();
            long[] integers = new long[count];
            for (int i = 0; i < count; i++) {
                switch (tensor.type()) {
                    case INT32 -> integers[i] = values.getInt();
                    case INT64 -> integers[i] = values.getLong();
                    case INT16 -> integers[i] = values.getShort();
                    case INT8, BOOL -> integers[i] = values.get();
                    case UINT8 -> integers[i] = Byte.toUnsignedInt(values.get());
                    default -> {
                        return Optional.empty();
                    }
                }
            }
            return Optional.of(integers);
        }

        /** Its elements as float32; empty if they are something else. */
        Optional<float[]> floats() {
            if (tensor.type() != DataType.FLOAT) {
                return Optional.empty();
            }
            float[] floats = new float[Math.toIntExact(tensor.shape().elements())];
            tensor.values().asFloatBuffer().get(floats);
            return Optional.of(floats);
        }
    }

    /**
     * A tensor that the graph computes.
     *
     * @param tensor its index
     * @param elements of a list of whole numbers, such as a shape: each one, or {@link #OPEN}; empty if none is known
     */
    record Computed(int tensor, DataType type, Ints shape, Optional<Longs> elements) implements Value {
        Computed(int tensor, DataType type, Ints shape) {
            this(tensor, type, shape, Optional.empty());
        }

        Computed withElements(Optional<Longs> known) {
            return new Computed(tensor, type, shape, known);
        }
    }

    /** A variable, by the name of the node that holds it. */
    record Handle(String node) implements Value {
        @Override
        public DataType type() {
            return DataType.RESOURCE;
        }

        @Override
        public Ints shape() {
            return Ints.EMPTY;
        }
    }

    /**
     * A list of tensors, as loops over sequences keep it.
     *
     * @param elements {@link Absent} where none has been set
     */
    record TensorList(DataType type, List<Value> elements) implements Value {
        public TensorList {
            elements = List.copyOf(elements);
        }

        @Override
        public Ints shape() {
            return Ints.EMPTY;
        }

        TensorList with(int index, Value element) {
            List<Value> changed = new ArrayList<>(elements);
            changed.set(index, element);
            return new TensorList(type, changed);
        }
    }

    /** Nothing: the output of a branch that is never taken, or of an operator that is not supported. */
    record Absent(boolean isDead) implements Value {
        @Override
        public DataType type() {
            return DataType.UNKNOWN;
        }

        @Override
        public Ints shape() {
            return Ints.EMPTY;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.model.tensor.Shape;
import io.espalier.train.history.TrainingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.Signature.TensorDescription;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * An input of a SavedModel.
 *
 * @param name that the signature gives it
 * @param tensor its name in the graph
 * @param dimensions its shape, the batch first; -1 is open
 * @param takesBytes whether it is uint8, and not float32
 */
record SavedInput(Path folder, String name, String tensor, List<Long> dimensions, boolean takesBytes) {
    /** @throws TrainingException if it is of another type, or it is not known which shape it has */
    static SavedInput of(Path folder, String name, TensorDescription input) {
        if (input.dataType != DataType.DT_FLOAT && input.dataType != DataType.DT_UINT8) {
            throw new TrainingException(folder + ": its input '" + name + "' is " + input.dataType
                    + "; only float32 and uint8 are supported");
        }
        if (input.shape.isUnknown() || input.shape.numDimensions() == 0) {
            throw new TrainingException(folder + ": the shape of its input '" + name + "' is " + input.shape
                    + "; its rank must be known, and its first dimension must be the batch");
        }
        return new SavedInput(
                folder,
                name,
                input.name,
                LongStream.of(input.shape.asArray()).boxed().toList(),
                input.dataType == DataType.DT_UINT8);
    }

    /** How many examples it takes at once; -1 if any number will do. */
    int batch() {
        return Math.toIntExact(dimensions.get(0));
    }

    /**
     * Its shape for one example; what it leaves open is as the data set has it.
     *
     * @param only whether it is the only input, so that the part needs no name
     */
    Shape shape(Dataset dataset, boolean only) {
        List<Long> own = dimensions.subList(1, dimensions.size());
        if (own.stream().noneMatch(dimension -> dimension < 0)) {
            return new Shape(own.stream().map(Math::toIntExact).toList());
        }
        List<Dataset.Part> parts = dataset.parts();
        Optional<Dataset.Part> part = only && parts.size() == 1
                ? Optional.of(parts.get(0))
                : parts.stream().filter(each -> each.name().equals(name)).findFirst();
        // Where there is no part for it, that is what is refused.
        List<Integer> example = part.map(found -> found.spec().shape())
                .orElse(own.stream().map(any -> 1).toList());
        if (example.size() != own.size()) {
            throw new TrainingException(folder + ": its input '" + name + "' is " + dimensions + ", but examples of '"
                    + dataset.name() + "' have shape " + new Shape(example).batched());
        }
        return new Shape(IntStream.range(0, own.size())
                .mapToObj(
                        axis -> own.get(axis) < 0 ? example.get(axis) : Integer.valueOf(Math.toIntExact(own.get(axis))))
                .toList());
    }

    /** The part as it is to be fed: bytes for bytes are not scaled. */
    Dataset.Part stored(Dataset dataset, Dataset.Part part) {
        if (!takesBytes) {
            return part;
        }
        if (part.spec().type() != ElementType.UINT8) {
            throw new TrainingException(folder + ": its input '" + name + "' takes bytes, but '" + dataset.name()
                    + "' has features of type " + part.spec().type());
        }
        return new Dataset.Part(part.name(), part.spec(), Scaling.IDENTITY);
    }

    Operand<? extends TNumber> typed(Ops tf, Operand<TFloat32> values) {
        return takesBytes ? tf.dtypes.cast(values, TUint8.class) : values;
    }
}

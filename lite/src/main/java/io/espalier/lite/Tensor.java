// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import io.espalier.lite.Graph.ExternalBuffer;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.WeightKey;
import io.espalier.model.tensor.ValueRange;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of a subgraph: a constant if its buffer has bytes, else a value computed when the model runs.
 *
 * @param shape all sizes known: a dynamic one is 1 here
 * @param shapeSignature the shape with -1 for every dynamic size; empty where none is dynamic
 * @param isVariable whether it keeps its value between runs
 * @param hasRank what its file says. Of an empty shape: whether it means a scalar rather than that nothing is known. Of another shape it
 *     matters only to runtimes that compare shapes: with it, an open size fits no number
 * @param variantElements for type {@code VARIANT}, what is inside; else empty
 * @param externalBuffer the id of the {@link ExternalBuffer} that holds its data, or 0
 * @param trained the result of quantization-aware training for it; not part of a file
 */
public record Tensor(
        String name,
        TensorType type,
        Ints shape,
        Ints shapeSignature,
        Buffer buffer,
        Quantization quantization,
        Optional<Sparsity> sparsity,
        boolean isVariable,
        boolean hasRank,
        List<VariantElement> variantElements,
        long externalBuffer,
        TrainedValues trained) {

    public Tensor {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(shapeSignature, "shapeSignature");
        Objects.requireNonNull(buffer, "buffer");
        Objects.requireNonNull(quantization, "quantization");
        Objects.requireNonNull(sparsity, "sparsity");
        Objects.requireNonNull(trained, "trained");
        variantElements = List.copyOf(variantElements);
        if (!shapeSignature.isEmpty() && shapeSignature.size() != shape.size()) {
            throw new InvalidGraphException("Tensor '" + name + "' has shape " + shape + " but shape signature "
                    + shapeSignature + ": both need the same rank");
        }
    }

    /**
     * A tensor whose value is computed when the model runs.
     *
     * @param shape with -1 for every dynamic size, such as the batch
     */
    public static Tensor activation(String name, TensorType type, Ints shape) {
        return new Tensor(
                        name,
                        type,
                        Ints.EMPTY,
                        Ints.EMPTY,
                        Buffer.EMPTY,
                        Quantization.NONE,
                        Optional.empty(),
                        false,
                        shape.isEmpty(),
                        List.of(),
                        0,
                        TrainedValues.NONE)
                .withDynamicShape(shape);
    }

    /** A tensor that keeps its value between runs. */
    public static Tensor variable(String name, TensorType type, Ints shape) {
        return new Tensor(
                name,
                type,
                shape,
                Ints.EMPTY,
                Buffer.EMPTY,
                Quantization.NONE,
                Optional.empty(),
                true,
                true,
                List.of(),
                0,
                TrainedValues.NONE);
    }

    /** A constant of static shape. */
    public static Tensor constant(String name, TensorType type, Ints shape, Buffer buffer) {
        return activation(name, type, shape).withBuffer(buffer);
    }

    /** Whether the value is in the file, here or in an external buffer. */
    public boolean isConstant() {
        return !buffer.isEmpty() || externalBuffer != 0;
    }

    /** Whether the number of dimensions is known: false where an empty shape may mean anything. */
    public boolean isRankKnown() {
        return hasRank || !shape.isEmpty();
    }

    /** The shape with -1 for every dynamic size. */
    public Ints dynamicShape() {
        return shapeSignature.isEmpty() ? shape : shapeSignature;
    }

    /** Elements of {@link #shape}: the product of its sizes, 1 for a scalar, and {@link Long#MAX_VALUE} if it is greater still. */
    public long elements() {
        long elements = 1;
        for (int i = 0; i < shape.size(); i++) {
            long size = shape.get(i);
            boolean fits = Math.multiplyHigh(elements, size) == 0 && elements * size >= 0;
            elements = size <= 0 || fits ? elements * size : Long.MAX_VALUE;
        }
        return elements;
    }

    /** The number of elements between neighbouring indices along an axis. */
    public int stride(int axis) {
        return (int) shape.stream().skip(axis + 1L).asLongStream().reduce(1, Math::multiplyExact);
    }

    /** A copy with another name. */
    public Tensor withName(String newName) {
        return copy(newName, type, shape, shapeSignature, buffer, quantization, sparsity, trained);
    }

    /** A copy with another element type; the buffer stays. */
    public Tensor withType(TensorType newType) {
        return copy(name, newType, shape, shapeSignature, buffer, quantization, sparsity, trained);
    }

    /** A copy with another shape and shape signature; -1 is a dynamic size. */
    public Tensor withDynamicShape(Ints newShape) {
        Ints known = Ints.of(newShape.stream().map(size -> size < 0 ? 1 : size).toArray());
        Ints signature = newShape.contains(-1) ? newShape : Ints.EMPTY;
        return copy(name, type, known, signature, buffer, quantization, sparsity, trained);
    }

    /** A copy that does not say that it has a rank where its shape says it already. */
    public Tensor withoutRankFlag() {
        return hasRank && !shape.isEmpty()
                ? new Tensor(
                        name,
                        type,
                        shape,
                        shapeSignature,
                        buffer,
                        quantization,
                        sparsity,
                        isVariable,
                        false,
                        variantElements,
                        externalBuffer,
                        trained)
                : this;
    }

    /** A copy with these bytes as its constant value. */
    public Tensor withBuffer(Buffer newBuffer) {
        return copy(name, type, shape, shapeSignature, newBuffer, quantization, sparsity, trained);
    }

    /** A copy with this quantization. */
    public Tensor withQuantization(Quantization newQuantization) {
        return copy(name, type, shape, shapeSignature, buffer, newQuantization, sparsity, trained);
    }

    /** A copy whose buffer is laid out as this sparsity says. */
    public Tensor withSparsity(Sparsity newSparsity) {
        return copy(name, type, shape, shapeSignature, buffer, quantization, Optional.of(newSparsity), trained);
    }

    /** A copy whose buffer holds every element, zeros included. */
    public Tensor withoutSparsity() {
        return copy(name, type, shape, shapeSignature, buffer, quantization, Optional.empty(), trained);
    }

    /** A copy with these values from quantization-aware training. */
    public Tensor withTrained(TrainedValues newTrained) {
        if (Objects.equals(newTrained, trained)) {
            return this;
        }
        return copy(name, type, shape, shapeSignature, buffer, quantization, sparsity, newTrained);
    }

    private Tensor copy(
            String newName,
            TensorType newType,
            Ints newShape,
            Ints newSignature,
            Buffer newBuffer,
            Quantization newQuantization,
            Optional<Sparsity> newSparsity,
            TrainedValues newTrained) {
        return new Tensor(
                newName,
                newType,
                newShape,
                newSignature,
                newBuffer,
                newQuantization,
                newSparsity,
                isVariable,
                hasRank || (newShape.isEmpty() && !shape.isEmpty()),
                variantElements,
                externalBuffer,
                newTrained);
    }

    // Written out: Java assembles those of a record at the first call, for which short commands would have to wait.
    // Objects.equals does not call
    // those of the records in here where both are the same object, which they mostly are.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Tensor that
                        && name.equals(that.name)
                        && type == that.type
                        && shape.equals(that.shape)
                        && shapeSignature.equals(that.shapeSignature)
                        && buffer.equals(that.buffer)
                        && Objects.equals(quantization, that.quantization)
                        && sparsity.equals(that.sparsity)
                        && isVariable == that.isVariable
                        && hasRank == that.hasRank
                        && variantElements.equals(that.variantElements)
                        && externalBuffer == that.externalBuffer
                        && Objects.equals(trained, that.trained));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + shape.hashCode()) + buffer.hashCode();
    }

    /** The shape and type of the tensors inside a tensor of type {@link TensorType#VARIANT}. */
    public record VariantElement(Ints shape, TensorType type, boolean hasRank) {
        public VariantElement {
            Objects.requireNonNull(shape, "shape");
            Objects.requireNonNull(type, "type");
        }
    }

    /**
     * What quantization-aware training found for a float tensor, which then needs no calibration, or where such training would find it. Files do not
     * contain it.
     *
     * @param range of an activation
     * @param grid of a weight
     * @param activation the place in the model that the tensor comes from; only in a graph by which training is planned
     * @param weight the weight of the model that the tensor holds; likewise
     * @param scales those of the grid, where they do not follow from the tensor alone: one, or one for each output channel; else empty. With more
     *     digits than they have in files, as they are multiplied first
     */
    public record TrainedValues(
            Optional<ValueRange> range,
            Optional<WeightGrid> grid,
            List<Double> scales,
            Optional<ActivationKey> activation,
            Optional<WeightKey> weight) {
        public TrainedValues {
            Objects.requireNonNull(range, "range");
            Objects.requireNonNull(grid, "grid");
            scales = List.copyOf(scales);
            Objects.requireNonNull(activation, "activation");
            Objects.requireNonNull(weight, "weight");
        }

        /** No trained values. */
        public static final TrainedValues NONE =
                new TrainedValues(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());

        private static TrainedValues place(Optional<ActivationKey> activation, Optional<WeightKey> weight) {
            return new TrainedValues(Optional.empty(), Optional.empty(), List.of(), activation, weight);
        }

        private static TrainedValues found(Optional<ValueRange> range, Optional<WeightGrid> grid) {
            return new TrainedValues(range, grid, List.of(), Optional.empty(), Optional.empty());
        }

        /** The range of an activation. */
        public static TrainedValues of(ValueRange range) {
            return found(Optional.of(range), Optional.empty());
        }

        /** The grid of a weight. */
        public static TrainedValues of(WeightGrid grid) {
            return found(Optional.empty(), Optional.of(grid));
        }

        /** The same with scales of its own. */
        public TrainedValues withScales(List<Double> changed) {
            return new TrainedValues(range, grid, changed, activation, weight);
        }

        /** Where an activation comes from. */
        public static TrainedValues of(ActivationKey activation) {
            return place(Optional.of(activation), Optional.empty());
        }

        /** Where a weight comes from. */
        public static TrainedValues of(WeightKey weight) {
            return place(Optional.empty(), Optional.of(weight));
        }

        /** Whether training found something. */
        public boolean isFound() {
            return range.isPresent() || grid.isPresent();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.weights;

import io.espalier.model.ModelFormatException;
import io.espalier.model.WeightKey;
import io.espalier.model.keras.hdf.TensorSource;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The values of a layer's weights from the data sets that a file has for it. They are matched by their order, as Keras does; their names in the
 * file depend on the scope they were made in.
 */
final class GroupValues {
    private final TensorSource source;
    private final Map<WeightKey, Shape> shapes;
    private final StoredLayouts forms;
    private final StoredLayouts.Origin origin;

    GroupValues(TensorSource source, Map<WeightKey, Shape> shapes, StoredLayouts forms, StoredLayouts.Origin origin) {
        this.source = source;
        this.shapes = shapes;
        this.forms = forms;
        this.origin = origin;
    }

    /** A data set, and what its file calls it in the group. */
    record Stored(String path, String name) {}

    /** @throws ModelFormatException if the file has more weights for the layer, or fewer, or of other shapes */
    Map<WeightKey, Tensor> read(WeightGroup group, List<Stored> stored) {
        List<Tensor> joined = joined(group, stored);
        if (joined.size() != group.weights().size()) {
            throw error(
                    group,
                    "the file contains the weights "
                            + stored.stream().map(Stored::name).toList() + ", but the layer has " + group.described());
        }
        Map<WeightKey, Tensor> values = new LinkedHashMap<>();
        for (int i = 0; i < joined.size(); i++) {
            WeightKey key = group.weights().get(i);
            Shape shape = Objects.requireNonNull(shapes.get(key));
            Tensor value = forms.value(key, joined.get(i), shape, origin);
            if (!value.shape().dimensions().equals(shape.dimensions())) {
                throw error(
                        group,
                        "weight '" + stored.get(i).name() + "' has shape "
                                + joined.get(i).shape() + ", but the layer's " + key.weight() + " needs " + shape);
            }
            values.put(key, value);
        }
        return values;
    }

    private List<Tensor> joined(WeightGroup group, List<Stored> stored) {
        if (stored.size() == group.weights().size() + 1) {
            for (int place = 0; place < stored.size(); place++) {
                Optional<Tensor> numbers = source.int8(stored.get(place).path());
                if (numbers.isPresent()) {
                    return floats(group, stored, place, numbers.get());
                }
            }
        }
        List<Tensor> joined = StoredLayouts.gatesJoined(group.kind(), tensors(group, stored), origin);
        return CudnnWeights.read(group.weights(), joined, shapes);
    }

    /**
     * The weights of a layer that Keras 3 has quantized: its int8 kernel, its bias, and the scales of the kernel. An .h5 file has the bias first, as
     * the others are not trained.
     */
    private List<Tensor> floats(WeightGroup group, List<Stored> stored, int place, Tensor numbers) {
        List<Stored> rest = new ArrayList<>(stored);
        rest.remove(place);
        List<Tensor> others = tensors(group, rest);
        Tensor scales = others.get(others.size() - 1);
        // An Embedding has a scale for each row; a Dense has one for each column.
        boolean isByRow = group.kind().equals("Embedding");
        int columns = numbers.shape().rank() == 2 ? numbers.shape().dimension(1) : 0;
        if (columns == 0 || scales.shape().elements() != numbers.shape().dimension(isByRow ? 0 : 1)) {
            throw error(
                    group,
                    "the scales '" + stored.get(stored.size() - 1).name() + "' of shape " + scales.shape()
                            + " do not fit the int8 weights of shape " + numbers.shape());
        }
        float[] values = numbers.toArray();
        float[] by = scales.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] /= by[isByRow ? i / columns : i % columns];
        }
        List<Tensor> weights = new ArrayList<>();
        weights.add(Tensor.of(numbers.shape(), values));
        weights.addAll(others.subList(0, others.size() - 1));
        return weights;
    }

    private List<Tensor> tensors(WeightGroup group, List<Stored> stored) {
        List<Tensor> tensors = new ArrayList<>();
        for (Stored each : stored) {
            tensors.add(source.tensor(each.path())
                    .orElseThrow(() ->
                            error(group, "the file lists the weight '" + each.name() + "', but has no such data set")));
        }
        return tensors;
    }

    private ModelFormatException error(WeightGroup group, String problem) {
        return new ModelFormatException(
                source.file(),
                "layer '" + group.name() + "' (" + group.kind() + "): " + problem
                        + "; the file is incomplete, was changed, or belongs to a different model");
    }
}

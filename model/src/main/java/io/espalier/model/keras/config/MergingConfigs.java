// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.function.ConcatenateAlong;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Average;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Dot;
import io.espalier.model.layer.merging.Maximum;
import io.espalier.model.layer.merging.Minimum;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.merging.Subtract;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** Layers that make one of several inputs. */
final class MergingConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(Add.class, MergingConfigs::sum, (layer, config) -> {}),
            ComposedRow.plain(new Average(), Average.class),
            ComposedRow.of(
                    Concatenate.class,
                    config -> config.hasLastAxis() ? new Concatenate() : new ConcatenateAlong(config.axis("axis")),
                    (layer, config) -> config.put("axis", -1)),
            ComposedRow.named(
                    ConcatenateAlong.class,
                    "Concatenate",
                    config -> new ConcatenateAlong(config.axis("axis")),
                    (layer, config) -> config.put("axis", Settings.axis(layer.axis()))),
            ComposedRow.of(Dot.class, MergingConfigs::dot, (layer, config) -> {
                config.putArray("axes").add(Settings.axis(layer.firstAxis())).add(Settings.axis(layer.secondAxis()));
                config.put("normalize", layer.normalize());
            }),
            ComposedRow.plain(new Maximum(), Maximum.class),
            ComposedRow.plain(new Minimum(), Minimum.class),
            ComposedRow.plain(new Multiply(), Multiply.class),
            ComposedRow.plain(new Subtract(), Subtract.class));

    private MergingConfigs() {}

    // Two inputs of different shapes are broadcast.
    private static ComposedLayer sum(LayerConfig config) {
        List<Shape> inputs = config.inputs();
        boolean isBroadcast = inputs.size() == 2 && !inputs.get(0).equals(inputs.get(1));
        return isBroadcast ? Arithmetic.of(Binary.ADD) : new Add();
    }

    private static Dot dot(LayerConfig config) {
        JsonNode value = config.required("axes");
        List<Integer> axes = config.axes("axes");
        if (axes.isEmpty() || axes.size() > 2) {
            throw config.error("'axes' is " + value + "; expected one dimension, or one per input");
        }
        return new Dot(axes.get(0), axes.get(axes.size() - 1), config.flag("normalize", false));
    }
}

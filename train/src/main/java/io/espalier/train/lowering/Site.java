// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.Layer;
import io.espalier.model.part.LayerPart;
import io.espalier.model.tensor.Shape;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** One layer's place in the TensorFlow graph that is being built: its inputs, and where its weights are. */
record Site(
        Ops tf, Model model, Node node, List<LayerOutput> layers, WeightSource weights, ActivationSource activations) {
    List<Operand<TFloat32>> inputs() {
        return layers.stream().map(LayerOutput::values).toList();
    }

    Operand<TFloat32> input() {
        return layers.get(0).values();
    }

    Shape inputShape() {
        return model.inputShapes(node).get(0);
    }

    Shape outputShape() {
        return model.outputShape(node);
    }

    Operand<TFloat32> weight(String name) {
        return weights.weight(key(name));
    }

    /** What goes into the layer's own activation function, as that sees it. */
    Operand<TFloat32> beforeFunction(Operand<TFloat32> values) {
        return activations.seen(ActivationKey.beforeFunction(node.name()), values);
    }

    WeightKey key(String weight) {
        return node.weightKey(weight);
    }

    /** The place of a layer that this one applies to parts of its input, with the same weights. */
    Site within(Layer layer, List<Value> values) {
        LayerPart part = LayerPart.of(
                model, node, layer, values.stream().map(Value::shape).toList());
        List<LayerOutput> fed =
                values.stream().map(value -> LayerOutput.of(value.operand())).toList();
        return new Site(tf, part.model(), part.node(), fed, weights, activations);
    }
}

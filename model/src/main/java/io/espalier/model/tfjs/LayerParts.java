// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ELU;
import io.espalier.model.layer.activation.LeakyReLU;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.function.ActivityRegularization;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.function.Clip;
import io.espalier.model.layer.function.GeneralReLU;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.function.ScaledSwish;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Maximum;
import io.espalier.model.layer.merging.Minimum;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.merging.Subtract;
import io.espalier.model.layer.pooling.GlobalAveragePooling1D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.GlobalMaxPooling1D;
import io.espalier.model.layer.pooling.GlobalMaxPooling2D;
import io.espalier.model.layer.preprocessing.Rescaling;
import io.espalier.model.layer.regularization.SpatialDropout2D;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Layers that TensorFlow.js lacks, or computes otherwise, as several that it has: what stands between numbers, and poolings. */
final class LayerParts {
    static final List<Row<?>> ROWS = List.of(
            new Row<>(Activation.class, (layer, site) -> {
                if (!FunctionParts.isKnown(layer.function())) {
                    site.function(layer.function(), Parts.INPUT);
                }
            }),
            new Row<>(ELU.class, LayerParts::elu),
            new Row<>(GeneralReLU.class, LayerParts::relu),
            new Row<>(ScaledSwish.class, (layer, site) -> {
                Parts parts = site.parts();
                int line = parts.add("line", Rescaling.of(layer.beta(), 0), Parts.INPUT);
                int gate = parts.add("gate", new Activation(ActivationFunction.SIGMOID), line);
                parts.add("product", new Multiply(), Parts.INPUT, gate);
            }),
            new Row<>(Clip.class, (layer, site) -> {
                if (layer.least() == 0 && layer.most() > 0) {
                    site.parts().add("bounded", new ReLU(layer.most()), Parts.INPUT);
                }
            }),
            new Row<>(Identity.class, (layer, site) -> linear(site)),
            new Row<>(ActivityRegularization.class, (layer, site) -> linear(site)),
            // It does nothing but while a model is trained.
            new Row<>(SpatialDropout2D.class, (layer, site) -> linear(site)),
            new Row<>(Subtract.class, (layer, site) -> subtract(site)),
            new Row<>(Arithmetic.class, LayerParts::arithmetic),
            new Row<>(
                    GlobalAveragePooling1D.class,
                    (layer, site) -> pooled(layer.keepDimensions(), new GlobalAveragePooling1D(), site)),
            new Row<>(
                    GlobalAveragePooling2D.class,
                    (layer, site) -> pooled(layer.keepDimensions(), new GlobalAveragePooling2D(), site)),
            new Row<>(
                    GlobalMaxPooling1D.class,
                    (layer, site) -> pooled(layer.keepDimensions(), new GlobalMaxPooling1D(), site)),
            new Row<>(
                    GlobalMaxPooling2D.class,
                    (layer, site) -> pooled(layer.keepDimensions(), new GlobalMaxPooling2D(), site)));

    private LayerParts() {}

    /** What a layer becomes; no parts are added where it stays as it is. */
    record Row<L extends Layer>(Class<L> type, Rule<L> rule) {
        interface Rule<L> {
            void write(L layer, LayerSite site);
        }

        void write(Layer layer, LayerSite site) {
            if (type.isInstance(layer)) {
                rule.write(type.cast(layer), site);
            }
        }
    }

    private static void linear(LayerSite site) {
        site.parts().add("same", new Activation(ActivationFunction.LINEAR), Parts.INPUT);
    }

    private static void pooled(boolean keeps, Layer pooling, LayerSite site) {
        if (keeps) {
            site.shaped(site.parts().add("pooled", pooling, Parts.INPUT));
        }
    }

    private static void elu(ELU layer, LayerSite site) {
        if (layer.alpha() == 1) {
            return;
        }
        Parts parts = site.parts();
        int above = parts.add("above", ReLU.unbounded(), Parts.INPUT);
        int below = FunctionParts.negated(parts, FunctionParts.above(parts, "below", Rescaling.of(-1, 0), Parts.INPUT));
        int elu = parts.add("elu", new Activation(ActivationFunction.ELU), below);
        parts.add("sum", new Add(), above, parts.add("alpha", Rescaling.of(layer.alpha(), 0), elu));
    }

    private static void relu(GeneralReLU layer, LayerSite site) {
        Parts parts = site.parts();
        if (layer.threshold() != 0 || layer.maxValue() == 0) {
            return;
        }
        if (Float.isInfinite(layer.maxValue())) {
            parts.add("leaky", new LeakyReLU(layer.negativeSlope()), Parts.INPUT);
            return;
        }
        int bounded = parts.add("bounded", new ReLU(layer.maxValue()), Parts.INPUT);
        int below = FunctionParts.above(parts, "below", Rescaling.of(-1, 0), Parts.INPUT);
        parts.add("sum", new Add(), bounded, parts.add("slope", Rescaling.of(-layer.negativeSlope(), 0), below));
    }

    private static void subtract(LayerSite site) {
        Parts parts = site.parts();
        parts.add("sum", new Add(), Parts.INPUT, FunctionParts.negated(parts, Parts.INPUT - 1));
    }

    private static void arithmetic(Arithmetic layer, LayerSite site) {
        if (layer.constant().isPresent()) {
            constant(layer, layer.constant().get(), site);
            return;
        }
        boolean isAligned = site.inputs().get(0).rank() == site.inputs().get(1).rank();
        Parts parts = site.parts();
        if (!isAligned) {
            return;
        }
        switch (layer.function()) {
            case ADD -> parts.add("sum", new Add(), Parts.INPUT, Parts.INPUT - 1);
            case SUBTRACT -> subtract(site);
            case MULTIPLY -> parts.add("product", new Multiply(), Parts.INPUT, Parts.INPUT - 1);
            case MAXIMUM -> parts.add("maximum", new Maximum(), Parts.INPUT, Parts.INPUT - 1);
            case MINIMUM -> parts.add("minimum", new Minimum(), Parts.INPUT, Parts.INPUT - 1);
            default -> {}
        }
    }

    /** With one number, or one for each channel. */
    private static void constant(Arithmetic layer, Tensor constant, LayerSite site) {
        int elements = constant.shape().elements();
        boolean isOfChannels = constant.shape().squeezed().rank() <= 1
                && (elements == 1 || constant.shape().channels() == site.input().channels());
        if (!isOfChannels || site.output().rank() != site.input().rank()) {
            return;
        }
        List<Float> numbers = new ArrayList<>();
        for (float number : constant.toArray()) {
            numbers.add(number);
        }
        List<Float> one = List.of(1f);
        List<Float> zero = List.of(0f);
        boolean first = layer.constantFirst();
        Binary function = layer.function();
        if (function == Binary.ADD) {
            rescale(one, numbers, site);
        } else if (function == Binary.SUBTRACT) {
            rescale(
                    List.of(first ? -1f : 1f),
                    first ? numbers : numbers.stream().map(each -> -each).toList(),
                    site);
        } else if (function == Binary.MULTIPLY) {
            rescale(numbers, zero, site);
        } else if (function == Binary.DIVIDE && !first) {
            rescale(numbers.stream().map(each -> 1 / each).toList(), zero, site);
        } else if (function == Binary.MAXIMUM && numbers.equals(zero)) {
            site.parts().add("above", ReLU.unbounded(), Parts.INPUT);
        }
    }

    private static void rescale(List<Float> scale, List<Float> offset, LayerSite site) {
        site.parts().add("line", new Rescaling(scale, offset), Parts.INPUT);
    }
}

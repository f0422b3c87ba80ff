// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.convolution.Conv1DTranspose;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.convolution.DepthwiseConv1D;
import io.espalier.model.layer.convolution.SeparableConv1D;
import io.espalier.model.layer.convolution.SeparableConv2D;
import io.espalier.model.layer.function.GroupedConv1D;
import io.espalier.model.layer.function.GroupedConv2D;
import io.espalier.model.layer.preprocessing.Normalization;
import io.espalier.model.layer.reshaping.Cropping1D;
import io.espalier.model.layer.reshaping.Cropping2D;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.reshaping.UpSampling1D;
import io.espalier.model.layer.reshaping.UpSampling2D;
import io.espalier.model.layer.reshaping.ZeroPadding1D;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Layers that TensorFlow.js lacks, or computes otherwise, as several that it has: those with kernels, and those of sequences. */
final class ConvolutionParts {
    private static final ActivationFunction LINEAR = ActivationFunction.LINEAR;

    /** What TensorFlow's Normalization has below its root, where TensorFlow.js's batch normalization adds an epsilon, here next to none. */
    private static final float LEAST_VARIANCE = 1e-14f;

    private static final float NO_EPSILON = 1e-30f;

    static final List<LayerParts.Row<?>> ROWS = List.of(
            new LayerParts.Row<>(Dense.class, (layer, site) -> {
                if (!FunctionParts.isKnown(layer.activation())) {
                    site.function(
                            layer.activation(), site.carrying("linear", layer.withActivation(LINEAR), Parts.INPUT));
                }
            }),
            new LayerParts.Row<>(Conv1D.class, (layer, site) -> {
                if (!FunctionParts.isKnown(layer.activation()) || layer.padding() == TemporalPadding.CAUSAL) {
                    convolution(layer, site.weights(), site);
                }
            }),
            new LayerParts.Row<>(Conv2D.class, (layer, site) -> {
                if (!FunctionParts.isKnown(layer.activation())) {
                    site.function(
                            layer.activation(), site.carrying("linear", layer.withActivation(LINEAR), Parts.INPUT));
                }
            }),
            new LayerParts.Row<>(Conv2DTranspose.class, (layer, site) -> {
                if (!FunctionParts.isKnown(layer.activation())) {
                    site.function(
                            layer.activation(), site.carrying("linear", layer.withActivation(LINEAR), Parts.INPUT));
                }
            }),
            new LayerParts.Row<>(DepthwiseConv2D.class, ConvolutionParts::depthwise),
            new LayerParts.Row<>(SeparableConv2D.class, ConvolutionParts::separable),
            new LayerParts.Row<>(DepthwiseConv1D.class, ConvolutionParts::depthwise),
            new LayerParts.Row<>(SeparableConv1D.class, ConvolutionParts::separable),
            new LayerParts.Row<>(Conv1DTranspose.class, ConvolutionParts::transposed),
            new LayerParts.Row<>(GroupedConv1D.class, (layer, site) -> {
                Map<String, Tensor> whole =
                        site.with("kernel", KernelForms.ungrouped(site.weight("kernel"), layer.groups()));
                convolution(layer.convolution(), whole, site);
            }),
            new LayerParts.Row<>(GroupedConv2D.class, (layer, site) -> {
                Map<String, Tensor> whole =
                        site.with("kernel", KernelForms.ungrouped(site.weight("kernel"), layer.groups()));
                Conv2D linear = layer.convolution().withActivation(LINEAR);
                int sums = site.parts().carrying("linear", linear, whole, Parts.INPUT);
                site.function(layer.convolution().activation(), sums);
            }),
            new LayerParts.Row<>(Normalization.class, (layer, site) -> normalization(site)),
            new LayerParts.Row<>(
                    ZeroPadding1D.class,
                    (layer, site) -> site.shaped(site.parts()
                            .add(
                                    "padded",
                                    new ZeroPadding2D(layer.before(), layer.after(), 0, 0),
                                    site.column(Parts.INPUT)))),
            new LayerParts.Row<>(
                    Cropping1D.class,
                    (layer, site) -> site.shaped(site.parts()
                            .add(
                                    "cropped",
                                    new Cropping2D(layer.start(), layer.end(), 0, 0),
                                    site.column(Parts.INPUT)))),
            new LayerParts.Row<>(
                    UpSampling1D.class,
                    (layer, site) -> site.shaped(site.parts()
                            .add(
                                    "repeated",
                                    new UpSampling2D(new Size(layer.times(), 1), Interpolation.NEAREST),
                                    site.column(Parts.INPUT)))));

    private ConvolutionParts() {}

    /** TensorFlow.js says that it has causal padding, but does not compute it. */
    private static void convolution(Conv1D layer, Map<String, Tensor> weights, LayerSite site) {
        int x = Parts.INPUT;
        Conv1D linear = layer.withActivation(LINEAR);
        if (layer.padding() == TemporalPadding.CAUSAL) {
            linear = linear.withPadding(TemporalPadding.VALID);
            int before = layer.zerosBefore();
            if (before > 0) {
                int padded = site.parts().add("padded", new ZeroPadding2D(before, 0, 0, 0), site.column(x));
                int steps = site.input().dimension(0) + before;
                x = site.parts().add("steps", Reshape.to(steps, site.input().channels()), padded);
            }
        }
        site.function(layer.activation(), site.parts().carrying("linear", linear, weights, x));
    }

    private static void depthwise(DepthwiseConv2D layer, LayerSite site) {
        boolean isPlain = layer.dilation().isOne();
        if (isPlain && FunctionParts.isKnown(layer.activation())) {
            return;
        }
        int sums = depthwise(layer, site, site.weight("depthwise_kernel"), Parts.INPUT);
        site.function(layer.activation(), sums);
    }

    /** TensorFlow.js ignores a dilation here, so it goes into the kernel. */
    private static int depthwise(DepthwiseConv2D layer, LayerSite site, Tensor kernel, int x) {
        Size dilation = layer.dilation();
        Tensor spread = KernelForms.spread(kernel, dilation.height(), dilation.width());
        DepthwiseConv2D plain = new DepthwiseConv2D(
                new Size(spread.shape().dimension(0), spread.shape().dimension(1)),
                layer.strides(),
                layer.padding(),
                layer.depthMultiplier(),
                Size.ONE,
                LINEAR,
                layer.useBias());
        return site.parts().carrying("linear", plain, site.with("depthwise_kernel", spread), x);
    }

    private static void depthwise(DepthwiseConv1D layer, LayerSite site) {
        DepthwiseConv2D flat = new DepthwiseConv2D(
                new Size(1, layer.kernelSize()),
                Size.square(layer.strides()),
                spatial(layer.padding()),
                layer.depthMultiplier(),
                new Size(1, layer.dilation()),
                LINEAR,
                layer.useBias());
        int row = padded(layer.padding(), (layer.kernelSize() - 1) * layer.dilation(), site);
        int sums = depthwise(flat, site, KernelForms.flat(site.weight("depthwise_kernel")), row);
        site.function(layer.activation(), site.shaped(sums));
    }

    private static void separable(SeparableConv2D layer, LayerSite site) {
        if (FunctionParts.isKnown(layer.activation())) {
            return;
        }
        SeparableConv2D linear = new SeparableConv2D(
                layer.filters(),
                layer.kernelSize(),
                layer.strides(),
                layer.padding(),
                layer.depthMultiplier(),
                layer.dilation(),
                LINEAR,
                layer.useBias());
        site.function(layer.activation(), site.carrying("linear", linear, Parts.INPUT));
    }

    private static void separable(SeparableConv1D layer, LayerSite site) {
        SeparableConv2D flat = new SeparableConv2D(
                layer.filters(),
                new Size(1, layer.kernelSize()),
                Size.square(layer.strides()),
                spatial(layer.padding()),
                layer.depthMultiplier(),
                new Size(1, layer.dilation()),
                LINEAR,
                layer.useBias());
        Map<String, Tensor> weights =
                new HashMap<>(site.with("depthwise_kernel", KernelForms.flat(site.weight("depthwise_kernel"))));
        weights.put("pointwise_kernel", KernelForms.flat(site.weight("pointwise_kernel")));
        int row = padded(layer.padding(), (layer.kernelSize() - 1) * layer.dilation(), site);
        int sums = site.parts().carrying("linear", flat, weights, row);
        site.function(layer.activation(), site.shaped(sums));
    }

    private static void transposed(Conv1DTranspose layer, LayerSite site) {
        Conv2DTranspose flat = new Conv2DTranspose(
                layer.filters(),
                new Size(1, layer.kernelSize()),
                new Size(1, layer.strides()),
                layer.padding(),
                LINEAR,
                layer.useBias());
        int sums = site.parts()
                .carrying(
                        "linear",
                        flat,
                        site.with("kernel", KernelForms.flat(site.weight("kernel"))),
                        site.row(Parts.INPUT));
        site.function(layer.activation(), site.shaped(sums));
    }

    private static int padded(TemporalPadding padding, int before, LayerSite site) {
        int row = site.row(Parts.INPUT);
        return padding == TemporalPadding.CAUSAL && before > 0
                ? site.parts().add("padded", new ZeroPadding2D(0, 0, before, 0), row)
                : row;
    }

    private static Padding spatial(TemporalPadding padding) {
        return padding == TemporalPadding.SAME ? Padding.SAME : Padding.VALID;
    }

    private static void normalization(LayerSite site) {
        float[] variance = site.weight("variance").toArray();
        for (int i = 0; i < variance.length; i++) {
            variance[i] = Math.max(variance[i], LEAST_VARIANCE);
        }
        site.parts()
                .carrying(
                        "normalized",
                        new BatchNormalization(1, NO_EPSILON, false, false),
                        Map.of(
                                "moving_mean",
                                site.weight("mean"),
                                "moving_variance",
                                Tensor.of(site.weight("variance").shape(), variance)),
                        Parts.INPUT);
    }
}

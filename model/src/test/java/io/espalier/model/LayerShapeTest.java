// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.convolution.Conv1DTranspose;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.convolution.Conv3D;
import io.espalier.model.layer.convolution.DepthwiseConv1D;
import io.espalier.model.layer.convolution.SeparableConv2D;
import io.espalier.model.layer.function.GroupedConv2D;
import io.espalier.model.layer.function.SoftmaxAlong;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.pooling.AveragePooling1D;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling1D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.GlobalMaxPooling1D;
import io.espalier.model.layer.pooling.GlobalMaxPooling2D;
import io.espalier.model.layer.pooling.MaxPooling1D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.recurrent.SimpleRNN;
import io.espalier.model.layer.recurrent.TimeDistributed;
import io.espalier.model.layer.reshaping.Cropping2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.reshaping.RepeatVector;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.reshaping.UpSampling1D;
import io.espalier.model.layer.reshaping.UpSampling2D;
import io.espalier.model.layer.reshaping.ZeroPadding1D;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shapes as Keras 2 works them out: valid is ceil((n - reach + 1) / stride), same is ceil(n / stride). */
class LayerShapeTest {
    static List<Arguments> shapes() {
        return List.of(
                arguments(Conv2D.of(12, 3), Shape.of(28, 28, 1), Shape.of(26, 26, 12)),
                arguments(Conv2D.of(4, 3).withStrides(2), Shape.of(28, 29, 3), Shape.of(13, 14, 4)),
                arguments(
                        Conv2D.of(4, 3).withStrides(2).withPadding(Padding.SAME),
                        Shape.of(27, 28, 3),
                        Shape.of(14, 14, 4)),
                arguments(Conv2D.of(4, 3).withDilation(2), Shape.of(28, 28, 3), Shape.of(24, 24, 4)),
                arguments(Conv1D.of(4, 3), Shape.of(16, 3), Shape.of(14, 4)),
                arguments(MaxPooling1D.of(2), Shape.of(15, 3), Shape.of(7, 3)),
                arguments(
                        AveragePooling1D.of(3).withStrides(2).withPadding(Padding.SAME),
                        Shape.of(15, 3),
                        Shape.of(8, 3)),
                arguments(new GlobalAveragePooling1D(), Shape.of(15, 3), Shape.of(3)),
                arguments(new GlobalMaxPooling1D(), Shape.of(15, 3), Shape.of(3)),
                arguments(Conv1D.of(4, 2).withStrides(3), Shape.of(16, 3), Shape.of(5, 4)),
                arguments(
                        Conv1D.of(4, 2).withStrides(3).withPadding(TemporalPadding.SAME),
                        Shape.of(16, 3),
                        Shape.of(6, 4)),
                arguments(Conv1D.of(4, 3).withDilation(2), Shape.of(16, 3), Shape.of(12, 4)),
                arguments(
                        Conv1D.of(4, 3).withDilation(2).withPadding(TemporalPadding.CAUSAL),
                        Shape.of(16, 3),
                        Shape.of(16, 4)),
                arguments(
                        Conv1D.of(4, 3).withStrides(2).withPadding(TemporalPadding.CAUSAL),
                        Shape.of(16, 3),
                        Shape.of(8, 4)),
                arguments(DepthwiseConv2D.of(3).withDepthMultiplier(2), Shape.of(8, 8, 3), Shape.of(6, 6, 6)),
                arguments(MaxPooling2D.of(2), Shape.of(27, 26, 12), Shape.of(13, 13, 12)),
                arguments(
                        MaxPooling2D.of(3).withStrides(2).withPadding(Padding.SAME),
                        Shape.of(7, 8, 1),
                        Shape.of(4, 4, 1)),
                arguments(AveragePooling2D.of(2).withPadding(Padding.SAME), Shape.of(7, 7, 2), Shape.of(4, 4, 2)),
                arguments(new GlobalAveragePooling2D(), Shape.of(7, 7, 5), Shape.of(5)),
                arguments(ZeroPadding2D.of(1), Shape.of(5, 6, 2), Shape.of(7, 8, 2)),
                arguments(new Flatten(), Shape.of(13, 13, 12), Shape.of(2028)),
                arguments(Reshape.to(-1, 4), Shape.of(2, 6), Shape.of(3, 4)),
                arguments(Dense.of(10), Shape.of(3, 5), Shape.of(3, 10)),
                arguments(new Dropout(0.5f), Shape.of(3), Shape.of(3)),
                arguments(ReLU.max(6), Shape.of(3), Shape.of(3)));
    }

    static List<Arguments> composed() {
        Shape picture = Shape.of(8, 6, 4);
        Shape sequence = Shape.of(9, 4);
        return List.of(
                arguments(Conv2DTranspose.of(3, 3).withStrides(2), Shape.of(5, 6, 4), Shape.of(11, 13, 3)),
                arguments(Conv2DTranspose.of(3, 2).withStrides(3), Shape.of(5, 6, 4), Shape.of(15, 18, 3)),
                arguments(
                        Conv2DTranspose.of(3, 3).withStrides(2).withPadding(Padding.SAME),
                        Shape.of(5, 6, 4),
                        Shape.of(10, 12, 3)),
                arguments(Conv1DTranspose.of(3, 4), sequence, Shape.of(12, 3)),
                arguments(SeparableConv2D.of(5, 3), picture, Shape.of(6, 4, 5)),
                arguments(DepthwiseConv1D.of(3), sequence, Shape.of(7, 4)),
                arguments(Conv3D.of(3, 2), Shape.of(4, 5, 6, 2), Shape.of(3, 4, 5, 3)),
                arguments(new Permute(List.of(2, 0, 1)), picture, Shape.of(4, 8, 6)),
                arguments(new RepeatVector(3), Shape.of(5), Shape.of(3, 5)),
                arguments(new Cropping2D(1, 2, 3, 0), picture, Shape.of(5, 3, 4)),
                arguments(new ZeroPadding1D(1, 2), sequence, Shape.of(12, 4)),
                arguments(new UpSampling1D(2), sequence, Shape.of(18, 4)),
                arguments(UpSampling2D.of(2), picture, Shape.of(16, 12, 4)),
                arguments(new GlobalMaxPooling2D(true), picture, Shape.of(1, 1, 4)),
                arguments(new GlobalAveragePooling2D(true), picture, Shape.of(1, 1, 4)),
                arguments(new Embedding(10, 3), Shape.of(7), Shape.of(7, 3)),
                arguments(LSTM.of(5), sequence, Shape.of(5)),
                arguments(GRU.of(5).withRecurrence(new Recurrence(true, false, 0, 0)), sequence, Shape.of(9, 5)),
                arguments(Bidirectional.of(SimpleRNN.of(5)), sequence, Shape.of(10)),
                arguments(new TimeDistributed(Conv2D.of(3, 2)), Shape.of(3, 5, 6, 2), Shape.of(3, 4, 5, 3)));
    }

    @ParameterizedTest
    @MethodSource("composed")
    void outputShapesOfComposedLayersAreThoseOfKeras(Layer layer, Shape input, Shape expected) {
        assertThat(layer.outputShape(List.of(input))).isEqualTo(expected);
    }

    static List<Arguments> wrong() {
        Shape picture = Shape.of(8, 6, 4);
        return List.of(
                arguments(LSTM.of(5), picture, "expects an input of shape (steps, features)"),
                arguments(new Cropping2D(4, 4, 0, 0), picture, "so that nothing is left"),
                arguments(new Permute(List.of(0, 2)), picture, "cannot permute the dimensions"),
                arguments(new GroupedConv2D(3, Conv2D.of(3, 1)), picture, "splits 4 channels into 3 groups"),
                arguments(new SoftmaxAlong(3), picture, "works along dimension 3"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void inputsThatAComposedLayerCannotTakeAreRefused(Layer layer, Shape input, String why) {
        assertThatThrownBy(() -> layer.outputShape(List.of(input)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void outputShapesAreThoseOfKeras(Layer layer, Shape input, Shape expected) {
        assertThat(layer.outputShape(List.of(input))).isEqualTo(expected);
    }

    static List<Arguments> products() {
        Shape picture = Shape.of(5, 6, 4);
        return List.of(
                arguments(List.of(picture, picture, picture), picture),
                arguments(List.of(Shape.of(1, 1, 4), picture), picture),
                arguments(List.of(picture, Shape.of(5, 6, 1)), picture),
                arguments(List.of(Shape.of(4), picture), picture),
                arguments(List.of(picture, Shape.of()), picture),
                arguments(List.of(Shape.of(5, 1), Shape.of(1, 7)), Shape.of(5, 7)));
    }

    @ParameterizedTest
    @MethodSource("products")
    void factorsAreRepeatedAlongDimensionsThatTheyLack(List<Shape> factors, Shape product) {
        assertThat(new Multiply().outputShape(factors)).isEqualTo(product);
    }

    static List<Arguments> misfits() {
        return List.of(
                arguments(Conv2D.of(1, 5), List.of(Shape.of(4, 9, 1)), "height 5 does not fit"),
                arguments(Reshape.to(3, -1), List.of(Shape.of(4)), "cannot make shape [3, -1]"),
                arguments(Conv1D.of(1, 5), List.of(Shape.of(4, 1)), "length 5 does not fit"),
                arguments(Conv1D.of(1, 3), List.of(Shape.of(4, 4, 1)), "(steps, channels)"),
                arguments(new Multiply(), List.of(Shape.of(4)), "at least two inputs"),
                arguments(new Multiply(), List.of(Shape.of(4, 2), Shape.of(2, 2)), "(None, 4, 2) and (None, 2, 2)"),
                arguments(new Add(), List.of(Shape.of(4)), "at least two inputs"),
                arguments(new Add(), List.of(Shape.of(4), Shape.of(5)), "(None, 4) and (None, 5)"),
                arguments(new Concatenate(), List.of(Shape.of(4, 2), Shape.of(5, 2)), "differ only in one dimension"),
                arguments(Dense.of(1), List.of(Shape.of()), "each example is one number"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void inputsThatDoNotFitAreRefusedWithTheReason(Layer layer, List<Shape> inputs, String reason) {
        assertThatThrownBy(() -> layer.outputShape(inputs))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(reason);
    }

    static List<Arguments> impossibleArguments() {
        return List.<Arguments>of(
                arguments("at least one filter", (Runnable) () -> Conv2D.of(0, 3)),
                arguments("at least one filter", (Runnable) () -> Conv1D.of(0, 3)),
                arguments("at least 1, not 0 and 1", (Runnable) () -> Conv1D.of(1, 0)),
                arguments("cannot both differ", (Runnable)
                        () -> Conv1D.of(1, 3).withStrides(2).withDilation(2)),
                arguments("cannot both differ", (Runnable)
                        () -> Conv2D.of(1, 3).withStrides(2).withDilation(2)),
                arguments("at least 1, not 2 and 0", (Runnable)
                        () -> MaxPooling1D.of(2).withStrides(0)),
                arguments("at least 1 by 1", (Runnable) () -> MaxPooling2D.of(0)),
                arguments("one -1", (Runnable) () -> Reshape.to(-1, -1)),
                arguments("less than 1", (Runnable) () -> new Dropout(1)));
    }

    @ParameterizedTest
    @MethodSource("impossibleArguments")
    void argumentsThatKerasRefusesAreRefused(String reason, Runnable construction) {
        assertThatThrownBy(construction::run).isInstanceOf(ModelException.class).hasMessageContaining(reason);
    }
}

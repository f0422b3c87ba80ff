// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.activation.ELU;
import io.espalier.model.layer.activation.LeakyReLU;
import io.espalier.model.layer.activation.PReLU;
import io.espalier.model.layer.activation.Softmax;
import io.espalier.model.layer.activation.ThresholdedReLU;
import io.espalier.model.layer.attention.AdditiveAttention;
import io.espalier.model.layer.attention.Attention;
import io.espalier.model.layer.attention.MultiHeadAttention;
import io.espalier.model.layer.convolution.Conv1DTranspose;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.convolution.Conv3D;
import io.espalier.model.layer.convolution.DepthwiseConv1D;
import io.espalier.model.layer.convolution.SeparableConv1D;
import io.espalier.model.layer.convolution.SeparableConv2D;
import io.espalier.model.layer.function.ActivityRegularization;
import io.espalier.model.layer.function.AttentionOfSums;
import io.espalier.model.layer.function.CategoryEncoding;
import io.espalier.model.layer.function.CategoryOutput;
import io.espalier.model.layer.function.ComposedFunction;
import io.espalier.model.layer.function.ComposedFunction.Function;
import io.espalier.model.layer.function.ConcatenateAlong;
import io.espalier.model.layer.function.Discretization;
import io.espalier.model.layer.function.EinsumDense;
import io.espalier.model.layer.function.GeneralConv2DTranspose;
import io.espalier.model.layer.function.GeneralNormalization;
import io.espalier.model.layer.function.GeneralNormalization.Moments;
import io.espalier.model.layer.function.GeneralReLU;
import io.espalier.model.layer.function.GroupNormalization;
import io.espalier.model.layer.function.GroupedConv1D;
import io.espalier.model.layer.function.GroupedConv2D;
import io.espalier.model.layer.function.GroupedQueryAttention;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.function.IntegerLookup;
import io.espalier.model.layer.function.SoftmaxAlong;
import io.espalier.model.layer.function.SoftmaxOver;
import io.espalier.model.layer.local.LocallyConnected;
import io.espalier.model.layer.merging.Average;
import io.espalier.model.layer.merging.Dot;
import io.espalier.model.layer.merging.Maximum;
import io.espalier.model.layer.merging.Minimum;
import io.espalier.model.layer.merging.Subtract;
import io.espalier.model.layer.normalization.LayerNormalization;
import io.espalier.model.layer.normalization.UnitNormalization;
import io.espalier.model.layer.pooling.GlobalMaxPooling2D;
import io.espalier.model.layer.preprocessing.Normalization;
import io.espalier.model.layer.preprocessing.Rescaling;
import io.espalier.model.layer.preprocessing.Resizing;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.recurrent.SimpleRNN;
import io.espalier.model.layer.recurrent.TimeDistributed;
import io.espalier.model.layer.regularization.AlphaDropout;
import io.espalier.model.layer.regularization.GaussianDropout;
import io.espalier.model.layer.regularization.GaussianNoise;
import io.espalier.model.layer.regularization.SpatialDropout1D;
import io.espalier.model.layer.regularization.SpatialDropout2D;
import io.espalier.model.layer.reshaping.Cropping1D;
import io.espalier.model.layer.reshaping.Cropping2D;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.reshaping.RepeatVector;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.reshaping.UpSampling1D;
import io.espalier.model.layer.reshaping.UpSampling2D;
import io.espalier.model.layer.reshaping.ZeroPadding1D;
import io.espalier.model.layer.sequence.AttentionCall;
import io.espalier.model.layer.sequence.AttentionCall.Mask;
import io.espalier.model.layer.sequence.BidirectionalCall;
import io.espalier.model.layer.sequence.BidirectionalConvLstmCall;
import io.espalier.model.layer.sequence.ConvLstmCall;
import io.espalier.model.layer.sequence.MaskedAverage;
import io.espalier.model.layer.sequence.MaskedSoftmax;
import io.espalier.model.layer.sequence.Masking;
import io.espalier.model.layer.sequence.RecurrentCall;
import io.espalier.model.layer.sequence.StepMask;
import io.espalier.model.layer.volume.BidirectionalConvLstm;
import io.espalier.model.layer.volume.Conv3DTranspose;
import io.espalier.model.layer.volume.ConvLSTM1D;
import io.espalier.model.layer.volume.ConvLSTM2D;
import io.espalier.model.layer.volume.ConvLSTM3D;
import io.espalier.model.layer.volume.ConvLstm;
import io.espalier.model.layer.volume.Cropping3D;
import io.espalier.model.layer.volume.GeneralConv3D;
import io.espalier.model.layer.volume.GlobalVolumePooling;
import io.espalier.model.layer.volume.SpatialDropout3D;
import io.espalier.model.layer.volume.UpSampling3D;
import io.espalier.model.layer.volume.VolumePooling;
import io.espalier.model.layer.volume.ZeroPadding3D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Layers that are made of simpler operations: every kind, with its defaults and with no setting at its default. */
final class ComposedLayers {
    private static final ActivationFunction TANH = ActivationFunction.TANH;
    private static final List<Mask> MASKS = List.of(Mask.QUERY_MASK, Mask.VALUE_MASK);
    private static final Recurrence ODD = new Recurrence(true, true, 0.25f, 0.5f);

    private ComposedLayers() {}

    static List<ComposedLayer> all() {
        List<ComposedLayer> layers = new ArrayList<>();
        layers.addAll(simple());
        layers.addAll(convolutions());
        layers.addAll(ofVolumes());
        layers.addAll(merging());
        layers.addAll(ofSequences());
        layers.addAll(ofCategories());
        layers.addAll(masked());
        return layers;
    }

    private static List<ComposedLayer> simple() {
        return List.of(
                new ELU(0.5f),
                new LeakyReLU(0.1f),
                new ThresholdedReLU(0.25f),
                new GeneralReLU(0.5f, 0.1f, 0.2f),
                new GeneralReLU(Float.POSITIVE_INFINITY, 0, 0.3f),
                new PReLU(List.of()),
                new PReLU(List.of(0, 1)),
                new SoftmaxAlong(0),
                new SoftmaxAlong(-2),
                new SoftmaxOver(List.of(0, -1)),
                new GroupNormalization(-1, 0.5f, false, true),
                new Normalization(),
                new GeneralNormalization(List.of(), false, Optional.empty()),
                new GeneralNormalization(List.of(0, -1), true, Optional.empty()),
                new GeneralNormalization(
                        List.of(-1),
                        false,
                        Optional.of(new Moments(Tensor.of(Shape.of(), 1), Tensor.of(Shape.of(4), 1, 2, 3, 4)))),
                Rescaling.of(1 / 255f, 0),
                new Rescaling(List.of(1f, 2f, 3f, 4f), List.of(0.5f)),
                LayerNormalization.defaults(),
                new LayerNormalization(List.of(0, 1), 0.5f, false, true),
                new UnitNormalization(-1),
                new UnitNormalization(1),
                new Permute(List.of(2, 0, 1)),
                new Cropping1D(1, 2),
                new Cropping2D(1, 2, 3, 0),
                new ZeroPadding1D(1, 2),
                new UpSampling1D(3),
                UpSampling2D.of(2),
                new UpSampling2D(new Size(2, 3), Interpolation.BICUBIC),
                new UpSampling2D(new Size(2, 3), Interpolation.BILINEAR),
                new Resizing(new Size(4, 5), Interpolation.NEAREST),
                new GlobalMaxPooling2D(),
                new GlobalMaxPooling2D(true),
                new AlphaDropout(0.25f),
                new AlphaDropout(0.25f, Optional.of(Shape.of(1, 6, 1))),
                new GaussianDropout(0.25f),
                new GaussianNoise(0.25f),
                new SpatialDropout1D(0.25f),
                new SpatialDropout2D(0.25f),
                new ActivityRegularization(0.25f, 0.5f),
                new Identity());
    }

    private static List<ComposedLayer> convolutions() {
        Conv2D odd = new Conv2D(4, new Size(2, 1), new Size(1, 2), Padding.SAME, Size.ONE, TANH, false);
        return List.of(
                Conv1DTranspose.of(3, 2),
                new Conv1DTranspose(3, 2, 2, Padding.SAME, TANH, false),
                Conv2DTranspose.of(3, 2),
                new Conv2DTranspose(3, new Size(2, 3), new Size(2, 1), Padding.SAME, TANH, false),
                new GeneralConv2DTranspose(Conv2DTranspose.of(3, 2).withStrides(3), List.of(1, 2), Size.ONE, false),
                new GeneralConv2DTranspose(Conv2DTranspose.of(3, 2), List.of(), new Size(1, 2), false),
                new GeneralConv3D(Conv3D.of(2, 2), 2, Volume.ONE),
                new GeneralConv3D(Conv3D.of(2, 2), 1, new Volume(2, 1, 2)),
                new Conv3DTranspose(Conv3D.of(2, 3), List.of()),
                new Conv3DTranspose(
                        new Conv3D(3, new Volume(1, 2, 3), new Volume(2, 1, 2), Padding.SAME, TANH, false),
                        List.of(1, 0, 0)),
                Conv3D.of(3, 2),
                new Conv3D(3, new Volume(1, 2, 3), new Volume(2, 1, 2), Padding.SAME, TANH, false),
                DepthwiseConv1D.of(2),
                new DepthwiseConv1D(3, 2, TemporalPadding.CAUSAL, 2, 1, TANH, false),
                new LocallyConnected(Conv2D.of(2, new Size(1, 3)).withStrides(2), true),
                new LocallyConnected(
                        new Conv2D(4, new Size(2, 1), new Size(1, 2), Padding.VALID, Size.ONE, TANH, false), false),
                new GroupedConv1D(2, Conv1D.of(4, 3)),
                new GroupedConv1D(4, new Conv1D(8, 3, 1, TemporalPadding.CAUSAL, 2, TANH, false)),
                new GroupedConv2D(2, Conv2D.of(4, 3)),
                new GroupedConv2D(4, odd),
                SeparableConv1D.of(3, 2),
                new SeparableConv1D(3, 2, 1, TemporalPadding.SAME, 2, 2, TANH, false),
                SeparableConv2D.of(3, 2),
                new SeparableConv2D(3, new Size(2, 3), Size.square(2), Padding.SAME, 2, Size.ONE, TANH, false));
    }

    private static List<ComposedLayer> ofVolumes() {
        Volume odd = new Volume(1, 2, 3);
        return List.of(
                new Cropping3D(List.of(1, 0, 1), List.of(0, 1, 0)),
                new ZeroPadding3D(List.of(1, 0, 1), List.of(0, 2, 0)),
                new UpSampling3D(odd),
                new SpatialDropout3D(0.25f),
                new VolumePooling(Reduction.MAXIMUM, odd, Volume.ONE, Padding.SAME),
                new VolumePooling(Reduction.MEAN, odd, odd, Padding.VALID),
                new GlobalVolumePooling(Reduction.MAXIMUM, true),
                new GlobalVolumePooling(Reduction.MEAN, false),
                convLstm(false, ODD),
                convLstm(true, Recurrence.DEFAULTS),
                rows(true, TemporalPadding.SAME, ODD),
                rows(false, TemporalPadding.CAUSAL, Recurrence.DEFAULTS),
                volumes(false, ODD),
                volumes(true, Recurrence.DEFAULTS),
                new BidirectionalConvLstm(
                        rows(false, TemporalPadding.SAME, Recurrence.DEFAULTS),
                        rows(false, TemporalPadding.SAME, new Recurrence(false, true, 0, 0)),
                        Bidirectional.Merge.CONCAT),
                new BidirectionalConvLstm(
                        convLstm(false, ODD),
                        convLstm(false, new Recurrence(true, false, 0.25f, 0.5f)),
                        Bidirectional.Merge.SUM));
    }

    private static ConvLSTM2D convLstm(boolean channelsFirst, Recurrence recurrence) {
        Conv2D convolution = new Conv2D(3, new Size(2, 1), Size.ONE, Padding.SAME, Size.ONE, TANH, true);
        return new ConvLSTM2D(convolution, ActivationFunction.HARD_SIGMOID, false, channelsFirst, recurrence);
    }

    private static ConvLSTM1D rows(boolean channelsFirst, TemporalPadding padding, Recurrence recurrence) {
        Conv1D convolution = new Conv1D(3, 2, 1, padding, 2, TANH, false);
        return new ConvLSTM1D(convolution, ActivationFunction.SIGMOID, true, channelsFirst, recurrence);
    }

    private static ConvLSTM3D volumes(boolean channelsFirst, Recurrence recurrence) {
        Conv3D convolution = new Conv3D(3, new Volume(2, 1, 3), Volume.ONE, Padding.SAME, TANH, true);
        return new ConvLSTM3D(
                new GeneralConv3D(convolution, 1, new Volume(1, 1, 2)),
                ActivationFunction.HARD_SIGMOID,
                false,
                channelsFirst,
                recurrence);
    }

    private static List<ComposedLayer> merging() {
        return List.of(
                new Average(),
                new ConcatenateAlong(0),
                Dot.last(),
                new Dot(0, -2, true),
                new Maximum(),
                new Minimum(),
                new Subtract(),
                new AdditiveAttention(false, 0.25f),
                new AdditiveAttention(true, 0),
                new Attention(false, 0.25f),
                new Attention(true, 0),
                new AttentionOfSums(true, 0.25f),
                new GroupedQueryAttention(3, 4, 2, true, 0),
                new GroupedQueryAttention(3, 2, 1, false, 0.25f),
                new AttentionCall(new GroupedQueryAttention(3, 2, 2, true, 0), true, List.of()),
                MultiHeadAttention.of(2, 3),
                new MultiHeadAttention(2, 3, 4, 5, false, 0.25f),
                new MaskedSoftmax(new Softmax()),
                new MaskedSoftmax(new SoftmaxAlong(0)),
                new AttentionCall(MultiHeadAttention.of(2, 3), true, List.of()),
                new AttentionCall(new Attention(true, 0.25f), true, List.of()),
                new AttentionCall(new AttentionOfSums(false, 0), true, List.of()),
                new AttentionCall(new AdditiveAttention(true, 0), true, List.of()));
    }

    private static List<ComposedLayer> ofSequences() {
        ActivationFunction relu = ActivationFunction.RELU;
        ActivationFunction hard = ActivationFunction.HARD_SIGMOID;
        return List.of(
                new RepeatVector(3),
                new EinsumDense("abc,cd->abd", List.of(-1, 3), "d", ActivationFunction.LINEAR),
                new EinsumDense("...x,xyz->...yz", List.of(2, 3), "", relu),
                new EinsumDense("ab...,bc->ac...", List.of(5), "c", hard),
                new Embedding(5, 3),
                new Masking(0.5f),
                SimpleRNN.of(3),
                new SimpleRNN(3, relu, false, ODD),
                LSTM.of(3),
                new LSTM(3, relu, hard, false, false, ODD),
                GRU.of(3),
                new GRU(3, relu, hard, true, false, ODD),
                new GRU(3, relu, hard, false, true, ODD),
                Bidirectional.of(LSTM.of(3)),
                new Bidirectional(
                        SimpleRNN.of(3).withRecurrence(ODD),
                        GRU.of(3).withRecurrence(new Recurrence(true, false, 0, 0)),
                        Bidirectional.Merge.SUM),
                new TimeDistributed(Dense.of(3)),
                new TimeDistributed(BatchNormalization.defaults()),
                new TimeDistributed(SeparableConv1D.of(3, 2)));
    }

    private static List<ComposedLayer> ofCategories() {
        return List.of(
                new CategoryEncoding(5, CategoryOutput.MULTI_HOT),
                new CategoryEncoding(5, CategoryOutput.COUNT),
                new Discretization(List.of(-0.5f, 0.25f), CategoryOutput.INT),
                new Discretization(List.of(0f), CategoryOutput.ONE_HOT),
                new IntegerLookup(List.of(7, -3, 5), 1, Optional.empty(), 0, CategoryOutput.INT),
                new IntegerLookup(List.of(7, 3), 2, Optional.of(0), 9, CategoryOutput.MULTI_HOT));
    }

    private static List<ComposedLayer> masked() {
        return List.of(
                new RecurrentCall(GRU.of(3).withRecurrence(ODD), true, true, false),
                new BidirectionalCall(Bidirectional.of(SimpleRNN.of(3)), true, false, false),
                new MaskedAverage(true),
                new ConvLstmCall(convLstm(false, ODD), true, true, false),
                new BidirectionalConvLstmCall(
                        new BidirectionalConvLstm(
                                convLstm(false, Recurrence.DEFAULTS),
                                convLstm(false, new Recurrence(false, true, 0, 0)),
                                Bidirectional.Merge.SUM),
                        true,
                        false,
                        false,
                        false),
                new AttentionCall(new Attention(true, 0), false, MASKS),
                new AttentionCall(MultiHeadAttention.of(2, 3), true, MASKS));
    }

    private static Model maskedModel(ComposedLayer layer) {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(8, 4);
        SymbolicTensor masking = graph.apply("masking", new Masking(2), input);
        // Masks are read in front of the layer that uses them.
        SymbolicTensor pictures = layer instanceof ConvLstmCall || layer instanceof BidirectionalConvLstmCall
                ? graph.apply(new TimeDistributed(Reshape.to(2, 2, 1)), masking)
                : masking;
        SymbolicTensor mask = graph.apply("masking/mask", StepMask.of(2), input);
        return layer instanceof AttentionCall
                ? graph.build(7, graph.apply(layer, masking, masking, mask, mask))
                : graph.build(7, graph.apply(layer, pictures, mask));
    }

    /** Around a layer that takes so many inputs of such shapes. */
    static Model modelWith(ComposedLayer layer) {
        if (masked().contains(layer)) {
            return maskedModel(layer);
        }
        FunctionalBuilder graph = Model.functional();
        Shape shape = input(layer);
        SymbolicTensor input = graph.input(shape.toArray());
        if (layer instanceof CategoryEncoding) {
            // In .h5 files categories are whole numbers.
            return graph.build(7, graph.apply(layer, graph.apply(new ComposedFunction(Function.TRUNCATE), input)));
        }
        return merging().contains(layer)
                ? graph.build(7, graph.apply(layer, input, input))
                : Model.sequential().input(shape.toArray()).add(layer).build(7);
    }

    private static Shape input(ComposedLayer layer) {
        boolean takesPictures = simple().contains(layer) || layer instanceof GroupedConv2D;
        if (layer instanceof RepeatVector || layer instanceof Embedding) {
            return Shape.of(6);
        }
        ComposedLayer direction = layer instanceof BidirectionalConvLstm both ? both.forward() : layer;
        if (direction instanceof ConvLstm lstm && lstm.window().size() != 2) {
            return lstm.window().size() == 1 ? Shape.of(4, 5, 2) : Shape.of(2, 4, 5, 6, 2);
        }
        if (ofVolumes().contains(layer) || layer.kind().startsWith("Conv3D")) {
            return Shape.of(4, 5, 6, 2);
        }
        if (layer.equals(new TimeDistributed(SeparableConv1D.of(3, 2)))) {
            return Shape.of(3, 5, 4);
        }
        return takesPictures || layer.kind().endsWith("2D") || layer.kind().contains("2DT")
                ? Shape.of(8, 6, 4)
                : Shape.of(8, 4);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ELU;
import io.espalier.model.layer.activation.LeakyReLU;
import io.espalier.model.layer.activation.PReLU;
import io.espalier.model.layer.activation.ReLU;
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
import io.espalier.model.layer.function.AnyOrAll;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.function.AttentionOfSums;
import io.espalier.model.layer.function.BroadcastTo;
import io.espalier.model.layer.function.CategoryEncoding;
import io.espalier.model.layer.function.CategoryOutput;
import io.espalier.model.layer.function.ComposedFunction;
import io.espalier.model.layer.function.ComposedFunction.Function;
import io.espalier.model.layer.function.ConcatenateAlong;
import io.espalier.model.layer.function.ConstantAround;
import io.espalier.model.layer.function.CumulativeSum;
import io.espalier.model.layer.function.Deviation;
import io.espalier.model.layer.function.Discretization;
import io.espalier.model.layer.function.Einsum;
import io.espalier.model.layer.function.EinsumDense;
import io.espalier.model.layer.function.Elementwise;
import io.espalier.model.layer.function.FloorDivision;
import io.espalier.model.layer.function.FullLike;
import io.espalier.model.layer.function.GeneralConv2DTranspose;
import io.espalier.model.layer.function.GeneralNormalization;
import io.espalier.model.layer.function.GeneralNormalization.Moments;
import io.espalier.model.layer.function.GeneralReLU;
import io.espalier.model.layer.function.Glu;
import io.espalier.model.layer.function.GroupNormalization;
import io.espalier.model.layer.function.GroupedConv1D;
import io.espalier.model.layer.function.GroupedConv2D;
import io.espalier.model.layer.function.GroupedQueryAttention;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.function.IndexOf;
import io.espalier.model.layer.function.IntegerLookup;
import io.espalier.model.layer.function.LogSoftmax;
import io.espalier.model.layer.function.LogSumExp;
import io.espalier.model.layer.function.Logical;
import io.espalier.model.layer.function.Logical.Connective;
import io.espalier.model.layer.function.MatrixProduct;
import io.espalier.model.layer.function.MirrorAround;
import io.espalier.model.layer.function.Norm;
import io.espalier.model.layer.function.Norm.Order;
import io.espalier.model.layer.function.Reduce;
import io.espalier.model.layer.function.ReverseAlong;
import io.espalier.model.layer.function.RollAlong;
import io.espalier.model.layer.function.ScaledSwish;
import io.espalier.model.layer.function.Slice;
import io.espalier.model.layer.function.SoftmaxAlong;
import io.espalier.model.layer.function.SoftmaxOver;
import io.espalier.model.layer.function.SplitAlong;
import io.espalier.model.layer.function.SquaredDifference;
import io.espalier.model.layer.function.StackAlong;
import io.espalier.model.layer.function.TakeAlong;
import io.espalier.model.layer.function.Threshold;
import io.espalier.model.layer.function.Tile;
import io.espalier.model.layer.function.Where;
import io.espalier.model.layer.local.LocallyConnected;
import io.espalier.model.layer.merging.Average;
import io.espalier.model.layer.merging.Dot;
import io.espalier.model.layer.merging.Maximum;
import io.espalier.model.layer.merging.Minimum;
import io.espalier.model.layer.merging.Subtract;
import io.espalier.model.layer.normalization.LayerNormalization;
import io.espalier.model.layer.normalization.UnitNormalization;
import io.espalier.model.layer.pooling.GlobalAveragePooling1D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.GlobalMaxPooling1D;
import io.espalier.model.layer.pooling.GlobalMaxPooling2D;
import io.espalier.model.layer.preprocessing.Normalization;
import io.espalier.model.layer.preprocessing.Rescaling;
import io.espalier.model.layer.preprocessing.Resizing;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer;
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
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.reshaping.RepeatVector;
import io.espalier.model.layer.reshaping.UpSampling1D;
import io.espalier.model.layer.reshaping.UpSampling2D;
import io.espalier.model.layer.reshaping.ZeroPadding1D;
import io.espalier.model.layer.sequence.AttentionCall;
import io.espalier.model.layer.sequence.AttentionCall.Mask;
import io.espalier.model.layer.sequence.BidirectionalCall;
import io.espalier.model.layer.sequence.BidirectionalConvLstmCall;
import io.espalier.model.layer.sequence.ConvLstmCall;
import io.espalier.model.layer.sequence.GivenMask;
import io.espalier.model.layer.sequence.MaskedSoftmax;
import io.espalier.model.layer.sequence.Masking;
import io.espalier.model.layer.sequence.RecurrentCall;
import io.espalier.model.layer.sequence.StepMask;
import io.espalier.model.layer.volume.BidirectionalConvLstm;
import io.espalier.model.layer.volume.Conv3DTranspose;
import io.espalier.model.layer.volume.ConvLSTM1D;
import io.espalier.model.layer.volume.ConvLSTM2D;
import io.espalier.model.layer.volume.ConvLSTM3D;
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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Models around one composed layer each, with weights that are all different: every layer, in its variants. */
final class ComposedLayerModels {
    private static final long SEED = 5;

    /** What only makes steps, or jumps. */
    private static final String STEPS =
            "(AnyOrAll|Discretization|FloorDivision|FullLike|IndexOf|Logical|Threshold).*|.*HARD_SHRINK.*"
                    + "|.*function=(CEIL|FLOOR|ROUND|SIGN|TRUNCATE|IS_NOT_ZERO|(NOT_)?EQUAL|(GREATER|LESS)(_EQUAL)?)\\b.*";

    // More than eight bits can tell apart.
    private static final int NUMBERS = 3000;

    private static final int CATEGORIES = 6;
    private static final ActivationFunction TANH = ActivationFunction.TANH;
    private static final Recurrence SEQUENCES = new Recurrence(true, false, 0, 0);
    private static final Recurrence BACKWARDS = new Recurrence(true, true, 0, 0);

    /** A model, named after its layer. */
    record Case(String name, Model model) {
        RandomExamples examples(long seed) {
            return new RandomExamples(model.outputShape(model.inputs().get(0)), seed, numbers());
        }

        private int numbers() {
            if (name.equals("Embedding")) {
                return NUMBERS;
            }
            return name.startsWith("categories") ? CATEGORIES : 0;
        }

        /** Of 1 out of the smallest difference. */
        boolean makesSteps() {
            return name.matches(STEPS);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private ComposedLayerModels() {}

    static Stream<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (Layer layer : ofPictures()) {
            cases.add(of(layer, 1, 6, 8, 4));
        }
        for (Layer layer : ofSequences()) {
            cases.add(of(layer, 1, 7, 4));
        }
        for (ActivationFunction function : List.of(
                ActivationFunction.HARD_SHRINK,
                ActivationFunction.HARD_TANH,
                ActivationFunction.LOG_SIGMOID,
                ActivationFunction.LOG_SOFTMAX,
                ActivationFunction.SOFT_SHRINK,
                ActivationFunction.SPARSE_PLUS,
                ActivationFunction.SPARSE_SIGMOID,
                ActivationFunction.SQUAREPLUS,
                ActivationFunction.TANH_SHRINK)) {
            cases.add(of(new Activation(function), 1, 7, 4));
        }
        for (Unary function : List.of(Unary.CEIL, Unary.COS, Unary.FLOOR, Unary.ROUND, Unary.SIGN, Unary.SIN)) {
            cases.add(of(new Elementwise(function), 1, 7, 4));
        }
        for (Function function :
                List.of(Function.COSH, Function.EXPM1, Function.IS_NOT_ZERO, Function.SINH, Function.TRUNCATE)) {
            cases.add(of(new ComposedFunction(function), 1, 7, 4));
        }
        cases.add(of(Where.ofInputs(), 3, 7, 4));
        cases.add(of(new Where(Optional.empty(), Optional.of(number(0.5f))), 2, 7, 4));
        for (Layer layer : List.of(new RepeatVector(3), new PReLU(List.of()), LayerNormalization.defaults())) {
            cases.add(of(layer, 1, 6));
        }
        cases.add(of(Conv3D.of(3, 2), 1, 4, 5, 6, 2));
        cases.add(
                of(new Conv3D(2, new Volume(1, 2, 3), new Volume(1, 2, 1), Padding.SAME, TANH, false), 1, 4, 5, 6, 2));
        Volume odd = new Volume(2, 2, 3);
        for (Layer layer : List.of(
                new Cropping3D(List.of(1, 0, 1), List.of(0, 1, 0)),
                new ZeroPadding3D(List.of(1, 0, 1), List.of(0, 2, 0)),
                new UpSampling3D(odd),
                new SpatialDropout3D(0.5f),
                new ThresholdedReLU(0.25f),
                Arithmetic.with(Binary.POWER, number(3)),
                new VolumePooling(Reduction.MAXIMUM, odd, Volume.cube(2), Padding.SAME),
                new VolumePooling(Reduction.MEAN, odd, Volume.ONE, Padding.SAME),
                new GlobalVolumePooling(Reduction.MAXIMUM, true),
                new GlobalVolumePooling(Reduction.MEAN, false),
                new Conv3DTranspose(new Conv3D(3, odd, Volume.cube(2), Padding.SAME, TANH, true), List.of(1, 0, 1)),
                new GeneralConv3D(Conv3D.of(4, 2), 2, Volume.cube(2)),
                convLstm(false, SEQUENCES),
                new ConvLstmCall(convLstm(true, BACKWARDS), false, false, true),
                new BidirectionalConvLstm(
                        convLstm(true, SEQUENCES), convLstm(true, BACKWARDS), Bidirectional.Merge.CONCAT))) {
            cases.add(of(layer, 1, 4, 5, 6, 2));
        }
        BidirectionalConvLstm directions = new BidirectionalConvLstm(
                convLstm(false, Recurrence.DEFAULTS),
                convLstm(false, new Recurrence(false, true, 0, 0)),
                Bidirectional.Merge.CONCAT);
        cases.add(of(new BidirectionalConvLstmCall(directions, false, false, true, true), 1, 2, 3, 2, 2));
        for (TemporalPadding padding : List.of(TemporalPadding.SAME, TemporalPadding.CAUSAL)) {
            Conv1D convolution = new Conv1D(2, 3, 1, padding, 2, TANH, true);
            boolean isSame = padding == TemporalPadding.SAME;
            cases.add(of(new ConvLSTM1D(convolution, ActivationFunction.SIGMOID, true, isSame, SEQUENCES), 1, 3, 6, 4));
        }
        GeneralConv3D dilated =
                new GeneralConv3D(new Conv3D(2, odd, Volume.ONE, Padding.SAME, TANH, true), 1, new Volume(1, 2, 1));
        for (boolean channelsFirst : List.of(false, true)) {
            cases.add(of(
                    new ConvLSTM3D(dilated, ActivationFunction.SIGMOID, true, channelsFirst, BACKWARDS),
                    1,
                    3,
                    2,
                    4,
                    5,
                    3));
        }
        cases.add(of(
                new TimeDistributed(
                        new Conv2D(3, Size.square(3), Size.ONE, Padding.SAME, Size.ONE, ActivationFunction.RELU, true)),
                1,
                3,
                5,
                6,
                2));
        cases.add(of(new TimeDistributed(SeparableConv2D.of(3, 2)), 1, 3, 5, 6, 2));
        cases.add(of(new TimeDistributed(BatchNormalization.defaults()), 1, 3, 5));
        for (Layer layer : List.of(
                new Average(),
                new Maximum(),
                new Minimum(),
                new ConcatenateAlong(0),
                new ConcatenateAlong(-2),
                new StackAlong(-2),
                MultiHeadAttention.of(2, 3),
                new MultiHeadAttention(3, 2, 5, 6, false, 0),
                new GroupedQueryAttention(3, 4, 2, true, 0),
                new Attention(false, 0),
                new Attention(true, 0),
                new AttentionOfSums(true, 0),
                new AdditiveAttention(true, 0),
                new AdditiveAttention(false, 0),
                new AttentionCall(MultiHeadAttention.of(2, 3), true, List.of()),
                new AttentionCall(MultiHeadAttention.of(2, 3), true, List.of(), true),
                new AttentionCall(new Attention(true, 0), true, List.of()),
                new AttentionCall(new AttentionOfSums(false, 0), true, List.of()),
                new AttentionCall(new AdditiveAttention(true, 0), true, List.of()))) {
            cases.add(of(layer, 3, 5, 4));
        }
        for (Layer layer : List.of(
                new MatrixProduct(true, false),
                new Einsum("bij,bkj->bik", Optional.empty()),
                new Einsum("...j,...j->...", Optional.empty()),
                new Einsum("bij,bkj->bjk", Optional.empty()),
                Arithmetic.of(Binary.GREATER),
                Arithmetic.of(Binary.LESS_EQUAL),
                Arithmetic.of(Binary.NOT_EQUAL),
                new Logical(Connective.AND),
                new Logical(Connective.XOR),
                new SquaredDifference(Arithmetic.of(Binary.SUBTRACT)),
                new Subtract(),
                new Dot(0, 0, false),
                new Dot(-1, 1, true),
                MultiHeadAttention.of(1, 4))) {
            cases.add(of(layer, 2, 5, 4));
        }
        cases.add(of(Dot.last(), 2, 6));
        cases.add(embedding());
        List<Mask> both = List.of(Mask.QUERY_MASK, Mask.VALUE_MASK);
        cases.add(masked(new AttentionCall(MultiHeadAttention.of(2, 3), true, both), 2, 2));
        cases.add(masked(new AttentionCall(new Attention(true, 0), false, both), 2, 2));
        cases.add(masked(new AttentionCall(new AdditiveAttention(true, 0), false, both), 2, 2));
        cases.add(masked(new MaskedSoftmax(new SoftmaxAlong(0)), 1, 1));
        cases.add(given());
        for (Layer layer : List.of(
                new CategoryEncoding(CATEGORIES, CategoryOutput.ONE_HOT),
                new CategoryEncoding(CATEGORIES, CategoryOutput.COUNT),
                new IntegerLookup(List.of(4, 1), 2, Optional.of(0), 0, CategoryOutput.MULTI_HOT),
                new IntegerLookup(List.of(4, 1), 1, Optional.empty(), 0, CategoryOutput.INT))) {
            FunctionalBuilder graph = Model.functional();
            SymbolicTensor places = graph.apply(layer, graph.input(4));
            cases.add(new Case("categories " + layer, weighted(graph.build(SEED, graph.apply(Dense.of(3), places)))));
        }
        return cases.stream();
    }

    /** The same as classifiers, but for those that behave otherwise while they are trained, or jump. */
    static Stream<Case> classifiers() {
        return all().filter(one -> !one.makesSteps())
                .filter(one ->
                        !one.name().matches(".*(Dropout|Noise|BatchNormalization|ThresholdedReLU|GeneralReLU).*"))
                .map(one -> new Case(one.name(), classifier(one.model())));
    }

    private static Model classifier(Model model) {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input =
                graph.input(model.outputShape(model.inputs().get(0)).toArray());
        SymbolicTensor row = graph.apply(new Flatten(), graph.apply(model, input));
        return graph.build(SEED, graph.apply(Dense.of(4).withActivation(ActivationFunction.SOFTMAX), row));
    }

    private static List<Layer> ofPictures() {
        Conv2D grouped = new Conv2D(6, Size.square(3), Size.square(2), Padding.SAME, Size.ONE, TANH, true);
        return List.of(
                new ELU(0.5f),
                new LeakyReLU(0.1f),
                new ThresholdedReLU(0.25f),
                new GeneralReLU(0.5f, 0.1f, 0.2f),
                new GeneralReLU(Float.POSITIVE_INFINITY, 0, 0.3f),
                new PReLU(List.of(0, 1)),
                new SoftmaxAlong(0),
                new SoftmaxOver(List.of(0, -1)),
                new GroupNormalization(2, 0.01f, true, true),
                Rescaling.of(0.5f, 0.1f),
                new Normalization(),
                new GeneralNormalization(List.of(0, -1), true, Optional.empty()),
                new GeneralNormalization(
                        List.of(-1),
                        false,
                        Optional.of(new Moments(Tensor.of(Shape.of(4), 0, 1, 2, 3), Tensor.of(Shape.of(), 4)))),
                new ScaledSwish(1.702f),
                LayerNormalization.defaults(),
                new LayerNormalization(List.of(0, 2), 0.01f, true, true),
                new UnitNormalization(-1),
                new Permute(List.of(2, 0, 1)),
                new Cropping2D(1, 2, 0, 3),
                UpSampling2D.of(2),
                new UpSampling2D(new Size(2, 3), Interpolation.BICUBIC),
                new Resizing(new Size(5, 9), Interpolation.BICUBIC),
                new UpSampling2D(new Size(2, 3), Interpolation.BILINEAR),
                new Resizing(new Size(9, 5), Interpolation.BILINEAR),
                new Resizing(new Size(9, 5), Interpolation.NEAREST),
                new GlobalMaxPooling2D(),
                new GlobalMaxPooling2D(true),
                new GlobalAveragePooling2D(true),
                new SpatialDropout2D(0.5f),
                new AlphaDropout(0.3f, Optional.of(Shape.of(1, 1, 4))),
                new ActivityRegularization(0.1f, 0.2f),
                Conv2DTranspose.of(3, 3),
                Conv2DTranspose.of(3, 3)
                        .withStrides(2)
                        .withPadding(Padding.SAME)
                        .withActivation(TANH),
                new Conv2DTranspose(2, new Size(2, 4), new Size(3, 2), Padding.VALID, TANH, false),
                new GeneralConv2DTranspose(
                        Conv2DTranspose.of(3, 3).withPadding(Padding.SAME), List.of(), new Size(2, 3), false),
                new GeneralConv2DTranspose(Conv2DTranspose.of(3, 3).withStrides(3), List.of(1, 2), Size.ONE, false),
                SeparableConv2D.of(5, 3),
                new SeparableConv2D(3, new Size(2, 3), Size.square(2), Padding.SAME, 2, Size.ONE, TANH, false),
                new LocallyConnected(grouped, false),
                new LocallyConnected(Conv2D.of(3, new Size(2, 3)).withStrides(new Size(2, 1)), false),
                new GroupedConv2D(2, grouped),
                new GroupedConv2D(4, Conv2D.of(4, 2).withoutBias()));
    }

    private static Tensor number(float value) {
        return Tensor.of(Shape.of(), value);
    }

    private static ConvLSTM2D convLstm(boolean channelsFirst, Recurrence recurrence) {
        Conv2D convolution = new Conv2D(2, new Size(2, 3), Size.ONE, Padding.SAME, Size.ONE, TANH, true);
        return new ConvLSTM2D(convolution, ActivationFunction.SIGMOID, true, channelsFirst, recurrence);
    }

    private static List<Layer> ofSequences() {
        List<Layer> layers = new ArrayList<>(List.of(
                new GlobalAveragePooling1D(true),
                new GlobalMaxPooling1D(true),
                new Cropping1D(1, 2),
                new ZeroPadding1D(2, 1),
                new UpSampling1D(3),
                new Permute(List.of(1, 0)),
                new SpatialDropout1D(0.5f),
                new GaussianDropout(0.5f),
                new GaussianNoise(0.5f),
                new Identity(),
                new SoftmaxAlong(-2),
                new LogSoftmax(0),
                new LogSumExp(List.of(0), false),
                new EinsumDense("abc,cd->abd", List.of(-1, 3), "d", ActivationFunction.RELU),
                new EinsumDense("abc,cde->abde", List.of(-1, 3, 2), "de", TANH),
                new EinsumDense("...x,xy->...y", List.of(5), "", ActivationFunction.LINEAR),
                new EinsumDense("ab...,bc->ac...", List.of(5), "c", ActivationFunction.LINEAR),
                new EinsumDense("abc,dbc->ad", List.of(3), "d", ActivationFunction.LINEAR),
                new Norm(Order.SUM, List.of(-1), true),
                new Norm(Order.EUCLIDEAN, List.of(0), true),
                new Reduce(Reduction.PRODUCT, List.of(0), true),
                new AnyOrAll(false, List.of(0), true),
                new BroadcastTo(Shape.of(2, 7, 4)),
                new FullLike(true),
                new IndexOf(0, false, true),
                new IndexOf(0, true, true),
                new FloorDivision(Arithmetic.with(Binary.DIVIDE, number(0.37f)), false),
                new FloorDivision(Arithmetic.with(Binary.DIVIDE, number(0.37f)), true),
                Arithmetic.with(Binary.POWER, number(1.3f)).constantFirst(true),
                Arithmetic.with(Binary.POWER, number(3)),
                Arithmetic.with(Binary.GREATER_EQUAL, Tensor.of(Shape.of(4), -0.31f, 0.02f, 0.13f, 0.24f)),
                Arithmetic.with(Binary.LESS, number(0.12f)),
                new CumulativeSum(0, true, true),
                new Deviation(false, List.of(0), true),
                new ConstantAround(List.of(1, 0), List.of(0, 1), 0),
                new ConstantAround(List.of(2, 1), List.of(0, 1), -0.5f),
                new MirrorAround(List.of(2, 0), List.of(1, 2), false),
                new MirrorAround(List.of(3, 1), List.of(0, 2), true),
                new ReverseAlong(List.of(0, 1)),
                new RollAlong(List.of(2, -1), List.of(0, 1)),
                new TakeAlong(0, List.of(3, 0, 3, 6)),
                new Discretization(List.of(-0.59f, 0.1f, 0.41f), CategoryOutput.INT),
                new Glu(-1),
                new Threshold(0.1f, -0.5f),
                new Einsum("bij->bj", Optional.empty()),
                new Einsum("bij,jk->bki", Optional.of(Tensor.of(Shape.of(4, 2), 1, 2, 3, 4, -1, -2, -3, 0.5f))),
                new Einsum("bij,jk->bjik", Optional.of(Tensor.of(Shape.of(4, 2), 1, 2, 3, 4, -1, -2, -3, 0.5f))),
                new SplitAlong(0, List.of(3, 4), false),
                new Tile(List.of(2, 1)),
                new Conv1DTranspose(3, 4, 2, Padding.SAME, TANH, true),
                Conv1DTranspose.of(2, 3),
                new GroupedConv1D(2, new Conv1D(6, 3, 2, TemporalPadding.CAUSAL, 1, TANH, true)),
                DepthwiseConv1D.of(3),
                new DepthwiseConv1D(2, 2, TemporalPadding.SAME, 3, 1, TANH, false),
                new DepthwiseConv1D(3, 1, TemporalPadding.CAUSAL, 1, 2, TANH, true),
                SeparableConv1D.of(5, 3),
                new SeparableConv1D(3, 2, 1, TemporalPadding.CAUSAL, 2, 2, TANH, false),
                new LocallyConnected(Conv2D.of(3, new Size(1, 2)), true),
                new Masking(0),
                new RecurrentCall(LSTM.of(3), false, false, true),
                new BidirectionalCall(Bidirectional.of(GRU.of(2)), false, true, true),
                new TimeDistributed(Dense.of(3).withActivation(ActivationFunction.RELU))));
        List<RecurrentLayer> recurrent = List.of(
                SimpleRNN.of(3),
                new SimpleRNN(3, ActivationFunction.RELU, false, SEQUENCES),
                LSTM.of(3),
                new LSTM(3, TANH, ActivationFunction.HARD_SIGMOID_KERAS_2, false, false, SEQUENCES),
                new LSTM(2, ActivationFunction.SOFTSIGN, ActivationFunction.SIGMOID, true, true, BACKWARDS),
                GRU.of(3),
                new GRU(3, TANH, ActivationFunction.HARD_SIGMOID, true, false, SEQUENCES),
                new GRU(2, ActivationFunction.RELU, ActivationFunction.SIGMOID, false, true, BACKWARDS),
                new GRU(2, TANH, ActivationFunction.SIGMOID, false, false, Recurrence.DEFAULTS));
        layers.addAll(recurrent);
        layers.add(Bidirectional.of(LSTM.of(3)));
        layers.add(new Bidirectional(
                GRU.of(3).withRecurrence(SEQUENCES),
                SimpleRNN.of(3).withRecurrence(BACKWARDS),
                Bidirectional.Merge.MUL));
        layers.add(new Bidirectional(
                LSTM.of(2), LSTM.of(2).withRecurrence(new Recurrence(false, true, 0, 0)), Bidirectional.Merge.AVE));
        return layers;
    }

    /** Between two dense layers, the first of which gives it its inputs. */
    private static Case of(Layer layer, int inputs, int... shape) {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(shape);
        SymbolicTensor[] taken = IntStream.range(0, inputs)
                .mapToObj(i -> graph.apply(Dense.of(shape[shape.length - 1]), input))
                .toArray(SymbolicTensor[]::new);
        SymbolicTensor result = graph.apply(layer, taken);
        return new Case(layer.toString(), weighted(graph.build(SEED, graph.apply(Dense.of(3), result))));
    }

    /** Likewise, with masks of the steps whose first number is below 0. */
    private static Case masked(Layer layer, int inputs, int masks) {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(6, 4);
        List<SymbolicTensor> taken = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            taken.add(graph.apply(Dense.of(4), input));
        }
        SymbolicTensor first = graph.apply(
                new Permute(List.of(1, 0)),
                graph.apply(new Cropping1D(0, 3), graph.apply(new Permute(List.of(1, 0)), input)));
        SymbolicTensor mask = graph.apply(StepMask.of(0), graph.apply(new ReLU(Float.POSITIVE_INFINITY), first));
        taken.addAll(Collections.nCopies(masks, mask));
        SymbolicTensor result = graph.apply(layer, taken.toArray(SymbolicTensor[]::new));
        return new Case("masked " + layer, weighted(graph.build(SEED, graph.apply(Dense.of(3), result))));
    }

    /** A recurrent layer over the steps whose first number is above 0. */
    private static Case given() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(6, 4);
        SymbolicTensor first = graph.apply(new Slice(List.of(Slice.Part.WHOLE, Slice.Part.only(0))), input);
        SymbolicTensor counts = graph.apply(Arithmetic.with(Binary.GREATER, number(0)), first);
        SymbolicTensor mask = graph.apply(new GivenMask(), counts);
        RecurrentCall layer = new RecurrentCall(GRU.of(3).withRecurrence(SEQUENCES), true, false, false);
        SymbolicTensor steps = graph.apply(layer, graph.apply(Dense.of(4), input), mask);
        return new Case("given mask", weighted(graph.build(SEED, graph.apply(Dense.of(3), steps))));
    }

    private static Case embedding() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor rows = graph.apply(new Embedding(NUMBERS, 3), graph.input(6));
        return new Case("Embedding", weighted(graph.build(SEED, graph.apply(LSTM.of(2), rows))));
    }

    private static Model weighted(Model model) {
        return model.withWeights(model.weights().map(ComposedLayerModels::anew));
    }

    private static Tensor anew(WeightKey key, Tensor initial) {
        SplittableRandom random = new SplittableRandom(SEED * 31 + key.hashCode());
        boolean positive = key.weight().endsWith("variance") || key.weight().equals("gamma");
        float[] values = new float[initial.shape().elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (positive ? random.nextDouble(0.3, 1.7) : random.nextDouble(-0.7, 0.7));
        }
        return Tensor.of(initial.shape(), values);
    }
}

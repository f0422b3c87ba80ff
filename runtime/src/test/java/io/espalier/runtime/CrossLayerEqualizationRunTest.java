// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.ImageShape;
import io.espalier.data.Dataset;
import io.espalier.data.image.ImageFolder;
import io.espalier.lite.Graph;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.quantize.improve.CrossLayerEqualization;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.rewrite.Stages;
import io.espalier.runtime.feed.StoredFeatures;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrossLayerEqualizationRunTest {
    private static final int NETS = 60;

    @Test
    void outputsStayAsTheyAreBeyondRounding() {
        int equalized = 0;
        for (long seed = 0; seed < NETS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Graph graph = RandomNets.any(random);
            Graph after = CrossLayerEqualization.apply(graph);
            equalized += after.equals(graph) ? 0 : 1;

            assertSame(graph, after, RandomNets.examples(4, random), "seed " + seed);
        }
        assertThat(equalized).isGreaterThan(NETS / 2);
    }

    @ParameterizedTest
    @Tag("conformance")
    @ValueSource(
            strings = {
                "mlperf_tiny/image_classification/trained_models/pretrainedResnet.tflite",
                "mlperf_tiny/visual_wake_words/trained_models/vww_96_float.tflite",
                "mlperf_tiny/keyword_spotting/trained_models/kws_ref_model_float32.tflite",
                "tflite/aiedge_quantizer/conv_fc_mnist.tflite"
            })
    void outputsOfModelsOfOthersStayAsTheyAre(String name) throws IOException {
        Graph graph = Stages.run(Stages.OPTIMIZE, GraphReader.read(Assets.file(name)));
        int example = Math.toIntExact(
                graph.main().tensor(graph.main().inputs().get(0)).elements());
        float[] x = new float[2 * example];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-1, 1);
        }

        assertSame(graph, CrossLayerEqualization.apply(graph), x, name);
    }

    /** In float the wild net is the tame one, bit by bit. Signal to noise in dB. */
    @ParameterizedTest
    @EnumSource(
            value = Granularity.class,
            names = {"PER_TENSOR", "PER_CHANNEL"})
    void wildChannelsCollapseInIntegersUnlessTheyAreEqualized(Granularity granularity) {
        for (long seed = 0; seed < 3; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Graph tame = RandomNets.separable(random);
            Graph wild = RandomNets.wild(tame, random);
            float[] calibration = RandomNets.examples(50, random);
            float[] x = RandomNets.examples(200, random);
            float[] exact = RealNumbers.first(wild, x);

            double asIfTame = signalToNoise(tame, granularity, calibration, x, exact);
            double plain = signalToNoise(wild, granularity, calibration, x, exact);
            double equalized = signalToNoise(CrossLayerEqualization.apply(wild), granularity, calibration, x, exact);

            assertThat(plain).as("plain, seed " + seed).isLessThan(-10);
            assertThat(equalized).as("equalized, seed " + seed).isGreaterThan(asIfTame - 3);
            assertThat(asIfTame).as("tame, seed " + seed).isGreaterThan(5);
        }
    }

    /** MLPerf Tiny's MobileNet has channels of very different scales itself: in dB 14 and 22 with more pictures. */
    @Test
    @Tag("conformance")
    void aMobileNetWithOneScaleForAllWeightsIsNearerToFloatWhenItIsEqualized() throws IOException {
        Graph graph = Stages.run(
                Stages.OPTIMIZE,
                GraphReader.read(Assets.file("mlperf_tiny/visual_wake_words/trained_models/vww_96_float.tflite")));
        Dataset pictures = ImageFolder.open(
                Assets.file("images/cats_vs_dogs_160/test_set"), new ImageShape(96, 96, ImageShape.Color.RGB));
        float[] calibration =
                numbers(pictures, IntStream.range(0, 30).map(i -> i * 20).toArray());
        float[] x =
                numbers(pictures, IntStream.range(0, 60).map(i -> i * 10 + 5).toArray());
        float[] exact = RealNumbers.first(graph, x);

        double plain = signalToNoise(graph, Granularity.PER_TENSOR, calibration, x, exact);
        double equalized =
                signalToNoise(CrossLayerEqualization.apply(graph), Granularity.PER_TENSOR, calibration, x, exact);

        assertThat(equalized).isGreaterThan(plain + 4);
    }

    private static float[] numbers(Dataset data, int... indices) {
        ByteBuffer features =
                ByteBuffer.allocate(indices.length * data.features().bytes());
        ByteBuffer targets = ByteBuffer.allocate(indices.length * data.targets().bytes());
        data.read(indices, 0, indices.length, features, targets);
        float[] numbers = new float[indices.length * data.features().elements()];
        new StoredFeatures(data.features().type(), data.scaling()).read(features.flip(), numbers.length, numbers);
        return numbers;
    }

    private static double signalToNoise(
            Graph graph, Granularity granularity, float[] calibration, float[] x, float[] exact) {
        Graph quantized = IntegerQuantizer.of(IntegerOptions.INT8.withWeights(granularity))
                .quantize(graph, ExposedRanges.of(graph, calibration));
        return RandomNets.signalToNoise(exact, RealNumbers.first(quantized, x), outputs(graph));
    }

    private static int outputs(Graph graph) {
        return graph.main().tensor(graph.main().outputs().get(0)).shape().get(1);
    }

    private static void assertSame(Graph before, Graph after, float[] x, String what) {
        float[] expected = RealNumbers.first(before, x);
        float[] actual = RealNumbers.first(after, x);
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int place = 0; place < expected.length; place++) {
            assertThat(Math.abs(actual[place] - expected[place]))
                    .as(what + ", place " + place)
                    .isLessThanOrEqualTo(1e-5f * Math.max(largest, 1e-3f));
        }
    }
}

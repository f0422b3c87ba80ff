// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Graph;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.footprint.CortexM4;
import io.espalier.lite.ccode.footprint.Footprint;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.micro.ArenaEstimate;
import io.espalier.lite.micro.FlashEstimate;
import io.espalier.testing.Assets;
import io.espalier.testing.Golden;
import io.espalier.testing.rig.CModel;
import io.espalier.testing.rig.Rig;
import io.espalier.testing.rig.RigRun;
import io.espalier.testing.rig.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunEstimateTest {
    @Test
    void cyclesAndTimeFollowFromInstructions() throws IOException {
        Workload work = work(Golden.file("mnist_softmax/int8.tflite"));
        Board board = board("stm32f446");

        RunEstimate run = RunEstimate.counted(board, work, "tflm").estimate().orElseThrow();

        assertThat(run.kind()).isEqualTo(RunEstimate.Kind.ESTIMATE);
        long instructions = run.instructions().getAsLong();
        assertThat(instructions)
                .isCloseTo(
                        Math.round(2.82 * work.macs()
                                + 26.0 * work.outputs()
                                + 79.8 * work.patches()
                                + 28.4 * work.others()),
                        within(1L));
        assertThat((double) run.cycles().getAsLong()).isCloseTo(1.2 * instructions, within(1.0));
        assertThat(run.milliseconds()).isCloseTo(run.cycles().getAsLong() / 180e3, within(1e-4));
        assertThat(run.basis()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "float, stm32f446, 'the measurements are of int8, and the model computes with float32'",
        "int8, rp2040, 'no measurement on Arm Cortex-M0+ is known'",
    })
    void whereNothingWasMeasuredThereIsNoEstimate(String form, String board, String reason) throws IOException {
        RunEstimate.OrReason run =
                RunEstimate.counted(board(board), work(Golden.file("mnist_softmax/" + form + ".tflite")), "tflm");

        assertThat(run.estimate()).isEmpty();
        assertThat(run.reason()).isEqualTo(reason);
    }

    @Test
    void generatedCIsEstimatedOnSmallCoresToo() throws IOException {
        Workload work = work(Golden.file("mobile_big/int8.tflite"));

        double onM4 = milliseconds("stm32f446", work);
        double onM0 = milliseconds("rp2040", work);

        assertThat(onM0).isGreaterThan(2 * onM4);
    }

    @Test
    void ofASmallModelAPublishedTimeIsALowerBound() throws IOException {
        RunEstimate run = RunEstimate.published(board("raspberry-pi-4"), work(Golden.file("mobile_big/int8.tflite")))
                .estimate()
                .orElseThrow();

        assertThat(run.kind()).isEqualTo(RunEstimate.Kind.LOWER_BOUND);
        assertThat(run.cycles()).isEmpty();
    }

    /** Instructions by qemu, of TFLite Micro 90b983c with CMSIS-NN, -Os. */
    @Tag("conformance")
    @ParameterizedTest
    @CsvSource({
        "image_classification/trained_models/pretrainedResnet_quant, 41073611, 54340, 43376",
        "visual_wake_words/trained_models/vww_96_int8, 28556474, 100660, 46256",
    })
    void estimatesAreNearWhatWasMeasured(String model, long instructions, long arena, long code) throws IOException {
        Path file = Assets.file("mlperf_tiny/" + model + ".tflite");

        RunEstimate run = RunEstimate.counted(board("stm32f446"), work(file), "tflm")
                .estimate()
                .orElseThrow();

        assertThat(run.instructions().getAsLong()).isCloseTo(instructions, Percentage.withPercentage(3));
        assertThat(ArenaEstimate.of(GraphReader.read(file)).bytes()).isEqualTo(arena);
        assertThat(FlashEstimate.of(GraphReader.read(file), 0).cmsisNn()).isEqualTo(code);
    }

    @Tag("conformance")
    @ParameterizedTest
    @CsvSource({"cortex-m4, stm32f446", "cortex-m0plus, rp2040"})
    void estimatesOfGeneratedCAreNearWhatIsCounted(String processor, String board) throws IOException {
        Graph graph = GraphReader.read(Assets.file("mlperf_tiny/keyword_spotting/trained_models/kws_ref_model.tflite"));
        CExport export = CExport.of(graph, CSettings.named("model"));
        byte[] input = new byte
                [Math.toIntExact(
                        graph.main().tensor(graph.main().inputs().get(0)).elements())];

        RigRun run = Rig.run(
                Toolchain.board("-mcpu=" + processor, "-mthumb", "-Os"),
                new CModel("model", export.header(), export.source()),
                List.of(input));

        RunEstimate estimate = RunEstimate.counted(board(board), Workload.of(graph), "c")
                .estimate()
                .orElseThrow();
        assertThat(estimate.instructions().getAsLong()).isCloseTo(run.medianTicks(), Percentage.withPercentage(35));
        assertThat(run.stackBytes()).isLessThanOrEqualTo(GeneratedCode.STACK);
    }

    @Tag("conformance")
    @Test
    void theCodeOfGeneratedCIsNearWhatTheCompilerMakes() throws IOException {
        Graph graph = GraphReader.read(Assets.file("mlperf_tiny/keyword_spotting/trained_models/kws_ref_model.tflite"));
        CExport export = CExport.of(graph, CSettings.named("model"));

        Footprint footprint = CortexM4.find()
                .orElseThrow()
                .measure("model", Map.of("model.h", export.header(), "model.c", export.source()));

        assertThat(GeneratedCode.bytes(graph.main()))
                .isCloseTo(footprint.flash() - export.tableBytes(), Percentage.withPercentage(30));
    }

    private static double milliseconds(String board, Workload work) {
        return RunEstimate.counted(board(board), work, "c")
                .estimate()
                .orElseThrow()
                .milliseconds();
    }

    private static Board board(String name) {
        return Boards.standard().named(name).get(0);
    }

    private static Workload work(Path file) throws IOException {
        return Workload.of(GraphReader.read(file));
    }
}

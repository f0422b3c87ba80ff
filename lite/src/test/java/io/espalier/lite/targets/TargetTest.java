// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.SmallGraphs;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.testing.Assets;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
    /** Facts of TFLite Micro: no hybrid and no float16 models; an accelerator for int8 takes nothing else. */
    @ParameterizedTest
    @CsvSource({
        "mnist_softmax/float.tflite,     TFLITE_MICRO,     0, ''",
        "mnist_softmax/int8.tflite,      TFLITE_MICRO,     0, ''",
        "mnist_softmax/int8.tflite,      INT8_ACCELERATOR, 0, ''",
        "mobile_big/int8.tflite,         INT8_ACCELERATOR, 0, ''",
        "mnist_softmax/int8_fio.tflite,  INT8_ACCELERATOR, 2, T#0 is FLOAT32",
        "mnist_softmax/int8_fio.tflite,  TFLITE_MICRO,     0, ''",
        "mnist_softmax/dynamic.tflite,   TFLITE_MICRO,     1, hybrid: int8 weights beside float activations",
        "mnist_softmax/float16.tflite,   GPU_DELEGATE,     0, ''",
        "mobile_big/float.tflite,        GPU_DELEGATE,     0, ''",
    })
    void theOperatorsInTheWayAreNamed(String path, Target target, int count, String reason) throws IOException {
        assertFindings(Golden.file(path), target, count, reason);
    }

    @ParameterizedTest
    @Tag("conformance")
    @CsvSource({
        "mlperf_tiny/keyword_spotting/trained_models/kws_ref_model.tflite, INT8_ACCELERATOR, 0, ''",
        "mlperf_tiny/visual_wake_words/trained_models/vww_96_int8.tflite,  TFLITE_MICRO,     0, ''",
        "tflite/tflm/person_detect.tflite,                                 TFLITE_MICRO,     0, ''",
        "tflite/tflm/trained_lstm_int8.tflite,                             TFLITE_MICRO,     0, ''",
        "tflite/tflm/audio_preprocessor_int8.tflite,                       GPU_DELEGATE,    -1, no kernel",
    })
    void theOperatorsInTheWayAreNamedInFilesOfOthers(String path, Target target, int count, String reason)
            throws IOException {
        assertFindings(Assets.file(path), target, count, reason);
    }

    private static void assertFindings(Path file, Target target, int count, String reason) throws IOException {
        Graph graph = GraphReader.read(file);

        var findings = target.findings(graph);

        assertThat(findings).hasSize(count < 0 ? findings.size() : count);
        assertThat(findings.stream().map(Finding::reason).findFirst().orElse(""))
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "mobile_big/float.tflite,      TFLITE,          RUNS",
        "mobile_big/dynamic.tflite,    TFLITE,          SLOW",
        "mobile_big/dynamic.tflite,    TFLITE_BUILT_IN, RUNS",
        "mobile_big/float.tflite,      LITERT_JS,       REFUSED",
        "mobile_big/float.tflite,      MEDIAPIPE,       REFUSED",
        "mnist_softmax/dynamic.tflite, TFJS_TFLITE,     REFUSED",
        "mnist_keras/float.tflite,     TFJS_TFLITE,     WRONG",
        "mnist_keras/float.tflite,     OPENCV,          REFUSED",
        "mobile_big/float.tflite,      OPENCV,          WRONG",
        "mobile_big/float.tflite,      ARMNN,           RUNS",
        "mnist_softmax/float16.tflite, ARMNN,           REFUSED",
        "mnist_softmax/int8.tflite,    ARMNN,           WRONG",
    })
    void eachRuntimeHasItsVerdict(String path, Target target, Verdict verdict) throws IOException {
        assertThat(target.verdict(GraphReader.read(Golden.file(path)))).isEqualTo(verdict);
    }

    @Test
    void aSlowOperatorHasItsShareOfTheTime() throws IOException {
        Graph graph = GraphReader.read(Golden.file("mobile_big/dynamic.tflite"));

        double share = Target.TFLITE.findings(graph).stream()
                .mapToDouble(finding -> finding.timeShare().orElseThrow())
                .sum();

        assertThat(share).isBetween(0.9, 1.0);
    }

    /** TensorFlow's gpu_compatibility.cc. */
    @Test
    void theGpuDelegateLeavesSomeUsesOfOperatorsThatItKnows() {
        Sketch sketch = new Sketch()
                .input("x", 1, 4)
                .ints("two", Ints.of(2), 0, 0)
                .operator(
                        BuiltinOperator.SOFTMAX,
                        Options.of(OptionsTable.SOFTMAX).with("beta", 2f),
                        "a",
                        Ints.of(1, 4),
                        "x")
                .operator(
                        BuiltinOperator.SOFTMAX,
                        Options.of(OptionsTable.SOFTMAX).with("beta", 1f),
                        "b",
                        Ints.of(1, 4),
                        "a")
                .operator(BuiltinOperator.SLICE, OptionsTable.SLICE, "c", Ints.of(1, 4), "b", "two", "two")
                .operator(BuiltinOperator.RESHAPE, OptionsTable.RESHAPE, "d", Ints.of(1, 4), "c", "two")
                .operator(BuiltinOperator.RESHAPE, OptionsTable.RESHAPE, "e", Ints.of(1, 4), "d", "c")
                .operator(BuiltinOperator.SQUEEZE, OptionsTable.SQUEEZE, "y", Ints.of(4), "e");

        assertThat(Target.GPU_DELEGATE.findings(sketch.build("y")))
                .extracting(finding -> finding.operator().orElseThrow(), Finding::reason)
                .containsExactly(
                        tuple(0, "its beta is not 1"),
                        tuple(2, "its input has neither 3 nor 4 dimensions"),
                        tuple(4, "its second input is computed"),
                        tuple(5, "no kernel"));
    }

    @Test
    void float16ModelsDoNotRunOnMicrocontrollers() throws IOException {
        Graph graph = GraphReader.read(Golden.file("mnist_softmax/float16.tflite"));

        assertThat(Target.TFLITE_MICRO.findings(graph))
                .extracting(Finding::reason)
                .allMatch(reason -> reason.endsWith("is FLOAT16"))
                .hasSize(4);
    }

    @Test
    void aFloatModelHasEveryOperatorInTheWayOfAnInt8Accelerator() {
        Graph graph = SmallGraphs.digits();

        assertThat(Target.INT8_ACCELERATOR.findings(graph))
                .hasSize(graph.main().operators().size());
    }
}

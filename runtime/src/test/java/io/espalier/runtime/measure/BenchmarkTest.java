// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.measure.Benchmark.Latency;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarkTest {
    @TempDir
    Path folder;

    @Test
    void latencyIsSummedUpInMicroseconds() {
        Latency latency = Latency.ofNanoseconds(
                LongStream.rangeClosed(1, 100).map(i -> 1000 * (101 - i)).toArray());

        assertThat(latency.runs()).isEqualTo(100);
        assertThat(latency.min()).isEqualTo(1);
        assertThat(latency.median()).isEqualTo(50.5);
        assertThat(latency.mean()).isEqualTo(50.5);
        assertThat(latency.p95()).isEqualTo(95);
        assertThat(latency.max()).isEqualTo(100);
        assertThat(latency.standardDeviation()).isEqualTo(Math.sqrt((100 * 100 - 1) / 12.0));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.5, 100, 130, ''",
        "4, 0, 100, 110, '4 threads share 2 processors, so that they wait for each other'",
        "1, 1.6, 100, 110, 'other programs use the machine: its load was 1.6 before, on 2 processors'",
        "1, 0, 19, 110, 'only 19 runs were timed'",
        "1, 0, 100, 190, 'the runs differ: the 95th percentile is 1.9 times the median'"
    })
    void figuresThatMayNotRepeatAreDoubted(int threads, double load, int runs, double p95, String doubt) {
        Benchmark benchmark = new Benchmark(
                "model",
                InterpreterOptions.DEFAULTS.withThreads(threads),
                true,
                new Latency(runs, 90, 100, 105, p95, 400, 30),
                OptionalLong.empty(),
                OptionalDouble.of(load),
                Optional.empty());

        assertThat(benchmark.doubts(2)).isEqualTo(doubt.isEmpty() ? List.of() : List.of(doubt));
    }

    @Test
    void oneRunIsItsOwnMedianAndPercentile() {
        assertThat(Latency.ofNanoseconds(2500)).isEqualTo(new Latency(1, 2.5, 2.5, 2.5, 2.5, 2.5, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"float", "dynamic", "int8", "int8_u8io"})
    void aModelIsMeasuredAsOftenAsAsked(String variant) throws IOException {
        Path model = Golden.file("mnist_softmax/" + variant + ".tflite");

        Benchmark benchmark = Benchmark.run(model, InterpreterOptions.DEFAULTS, 10, 51);

        Latency latency = benchmark.latency();
        assertThat(latency.runs()).isEqualTo(51);
        assertThat(latency.min()).isPositive().isLessThanOrEqualTo(latency.median());
        assertThat(latency.median()).isLessThanOrEqualTo(latency.p95());
        assertThat(latency.p95()).isLessThanOrEqualTo(latency.max());
        assertThat(benchmark.xnnpackApplied()).isTrue();
        assertThat(benchmark.arenaBytes().orElseThrow()).isPositive();
    }

    @Test
    void noRunsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Benchmark.run(Path.of("any.tflite"), InterpreterOptions.DEFAULTS, 0, 0))
                .withMessageContaining("at least 1 run");
    }

    /** The figure that a microcontroller's user reads: XNNPACK keeps what is between its operators to itself. */
    @Test
    void theArenaHoldsAllActivationsThatLiveTogetherWhicheverKernelsRan() throws IOException {
        Path model = folder.resolve("chain.tflite");
        GraphWriter.write(chain(), model);
        int together = (32 * 32 * 8 + 32 * 32 * 4) * Float.BYTES;

        Benchmark withXnnpack = Benchmark.run(model, InterpreterOptions.DEFAULTS, 0, 1);
        Benchmark plain = Benchmark.run(model, InterpreterOptions.DEFAULTS.withXnnpack(false), 0, 1);

        assertThat(withXnnpack.xnnpackApplied()).isTrue();
        assertThat(withXnnpack.arenaBytes()).isEqualTo(plain.arenaBytes());
        assertThat(withXnnpack.arenaBytes().orElseThrow()).isGreaterThanOrEqualTo(together);
    }

    /** Two convolutions of a picture of 32 x 32: to 8 channels, then to 4. */
    private static Graph chain() {
        return Converter.convert(Model.sequential()
                .input(32, 32, 1)
                .add(Conv2D.of(8, 1))
                .add(Conv2D.of(4, 1))
                .add(new Flatten())
                .add(Dense.of(2))
                .build(1));
    }
}

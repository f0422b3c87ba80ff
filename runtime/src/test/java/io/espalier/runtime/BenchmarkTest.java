// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarkTest {
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

    @Test
    void oneRunIsItsOwnMedianAndPercentile() {
        assertThat(Latency.ofNanoseconds(2500)).isEqualTo(new Latency(1, 2.5, 2.5, 2.5, 2.5, 2.5, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"float", "dynamic", "int8", "int8_u8io"})
    void aModelIsMeasuredAsOftenAsAsked(String variant) throws IOException {
        Path model = Golden.file("mnist_softmax/" + variant + ".tflite");

        Benchmark benchmark = Benchmark.of(model, InterpreterOptions.DEFAULTS, 10, 51);

        Latency latency = benchmark.latency();
        assertThat(latency.runs()).isEqualTo(51);
        assertThat(latency.min()).isPositive().isLessThanOrEqualTo(latency.median());
        assertThat(latency.median()).isLessThanOrEqualTo(latency.p95());
        assertThat(latency.p95()).isLessThanOrEqualTo(latency.max());
        assertThat(benchmark.xnnpackApplied()).isTrue();
        assertThat(benchmark.arenaBytes()).isPositive();
    }

    @Test
    void noRunsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Benchmark.of(Path.of("any.tflite"), InterpreterOptions.DEFAULTS, 0, 0))
                .withMessageContaining("at least 1 run");
    }
}

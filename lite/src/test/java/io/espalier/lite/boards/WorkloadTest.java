// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.model.Model;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.testing.Golden;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTest {
    @Test
    void convolutionsCountByTheirKernels() {
        Workload work = Workload.of(Converter.convert(Model.sequential()
                .input(10, 10, 3)
                .add(Conv2D.of(4, 3))
                .add(DepthwiseConv2D.of(3))
                .add(Conv2D.of(5, 1))
                .build(1)));

        assertThat(work.macsByOperator())
                .containsEntry("CONV_2D", 8L * 8 * 4 * 27 + 6 * 6 * 5 * 4)
                .containsEntry("DEPTHWISE_CONV_2D", 6L * 6 * 4 * 9);
        assertThat(work.outputs()).isEqualTo(8 * 8 * 4 + 6 * 6 * 4 + 6 * 6 * 5);
        assertThat(work.patches()).isEqualTo(8 * 8 * 9);
        assertThat(work.others()).isZero();
        assertThat(work.arithmetic()).isEqualTo(Arithmetic.FLOAT32);
    }

    @Test
    void poolingCountsEachPlaceOfItsWindowAndReshapesCountNothing() {
        Workload work = Workload.of(Converter.convert(Model.sequential()
                .input(8, 8, 2)
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10))
                .build(1)));

        assertThat(work.others()).isEqualTo(4 * 4 * 2 * 2 * 2);
        assertThat(work.macs()).isEqualTo(4 * 4 * 2 * 10);
    }

    @Test
    void transposedConvolutionsAndRecurrentLayersCountToo() {
        Workload transposed = Workload.of(Converter.convert(
                Model.sequential().input(4, 4, 5).add(Conv2DTranspose.of(2, 3)).build(1)));
        Workload recurrent = Workload.of(Converter.withFusedLstm(
                        Model.sequential().input(7, 3).add(LSTM.of(4)).build(1))
                .convert());

        assertThat(transposed.macs()).isEqualTo(4 * 4 * 5 * 2 * 9);
        assertThat(transposed.arithmetic()).isEqualTo(Arithmetic.FLOAT32);
        assertThat(recurrent.macs()).isEqualTo(7 * 4 * (3 + 4) * 4);
    }

    @ParameterizedTest
    @CsvSource({"float, FLOAT32", "dynamic, MIXED", "int8, INT8"})
    void theArithmeticIsThatOfTheProducts(String form, Arithmetic arithmetic) throws IOException {
        Graph graph = GraphReader.read(Golden.file("mobile_big/" + form + ".tflite"));

        assertThat(Workload.of(graph).arithmetic()).isEqualTo(arithmetic);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpaceSchemaTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(SpaceSchema.text(), InputFormat.JSON);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "steps: [{prune: 0.5}, {quantize: int8}]",
                "steps: [{prune: [0.5, 0.8], train: {epochs: [1, 2]}}, {quantize: [dynamic, int8]}]",
                "steps: [{prune: {from: 0.5, to: 0.8, step: 0.1}, layers: {choose: [[a], [b]]}}, {export: [tflite]}]",
                "steps: [{optional: {cluster: 8}}, {choose: [none, [{prune: 0.5}, {cluster: [8, 4]}]]}, {quantize: int8}]",
                "{objectives: [accuracy], constraints: [flash <= 1KB], sampler: {name: halving, eta: 2}, trials: 3, seed: [1, 2],"
                        + " steps: [{distil: original}, {quantize: int8}]}",
            })
    void whatSearchTakesFits(String space) throws IOException {
        assertThat(RecipeSpace.parse(space, "small").leaves()).isPositive();
        assertThat(SCHEMA.validate(json(space), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "steps: [{prun: 0.5}]",
                "steps: [{prune: [0.5, 1.8]}]",
                "steps: [{prune: 0.5, layers: a}]",
                "{sampler: gird, steps: [{prune: 0.5}]}",
                "{validation_split: [0.1, 0.2], steps: [{prune: 0.5}]}",
            })
    void whatSearchRefusesDoesNot(String space) throws IOException {
        assertThat(SCHEMA.validate(json(space), InputFormat.JSON)).isNotEmpty();
    }

    private static String json(String yaml) throws IOException {
        return new YAMLMapper().readTree(yaml).toString();
    }
}

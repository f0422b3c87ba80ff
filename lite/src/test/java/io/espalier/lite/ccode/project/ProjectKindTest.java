// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The form of what each build system reads. */
class ProjectKindTest {
    @ParameterizedTest
    @EnumSource
    void everyProjectHasTheModelATestAndAReadme(ProjectKind kind) {
        Map<String, String> files = kind.files(SmallModels.sums());

        assertThat(files.keySet())
                .contains("README.md")
                .anyMatch(path -> path.endsWith("sums.c"))
                .anyMatch(path -> path.endsWith("sums.h"))
                .anyMatch(path -> path.endsWith("sums_extra.c"))
                .anyMatch(path -> path.endsWith("sums_check.c"));
        assertThat(files.values())
                .allSatisfy(text -> assertThat(text).endsWith("\n").doesNotContain("@name@", "@NAME@", "ources@"));
    }

    @Test
    void anArduinoLibraryHasAllFieldsThatItsSpecificationRequires() throws Exception {
        Map<String, String> files = ProjectKind.ARDUINO.files(SmallModels.twice());
        Properties properties = new Properties();
        properties.load(new StringReader(Objects.requireNonNull(files.get("library.properties"))));

        assertThat(properties.stringPropertyNames())
                .contains(
                        "name",
                        "version",
                        "author",
                        "maintainer",
                        "sentence",
                        "paragraph",
                        "category",
                        "url",
                        "architectures");
        assertThat(properties.getProperty("name")).matches("[A-Za-z0-9][A-Za-z0-9 _.-]{0,62}");
        assertThat(properties.getProperty("version")).matches("\\d+[.]\\d+[.]\\d+");
        assertThat(properties.getProperty("category")).isEqualTo("Data Processing");
        assertThat(properties.getProperty("includes")).isEqualTo("twice.h");
        // a sketch has the name of its folder
        assertThat(files).containsKeys("src/twice.h", "src/twice.c", "examples/check/check.ino");
        assertThat(files).doesNotContainKey("src/main.c");
    }

    @Test
    void anEspIdfProjectRegistersItsComponents() {
        Map<String, String> files = ProjectKind.ESP_IDF.files(SmallModels.sums());

        assertThat(Objects.requireNonNull(files.get("CMakeLists.txt")).lines().filter(line -> !line.startsWith("#")))
                .containsExactly(
                        "cmake_minimum_required(VERSION 3.16)",
                        "include($ENV{IDF_PATH}/tools/cmake/project.cmake)",
                        "project(espalier_sums_check)");
        assertThat(files.get("components/espalier_sums/CMakeLists.txt"))
                .startsWith("idf_component_register(SRCS ")
                .contains("\"sums.c\"", "\"sums_extra.c\"", "INCLUDE_DIRS \".\"");
        assertThat(files.get("main/CMakeLists.txt"))
                .contains("SRCS \"main.c\" \"sums_check.c\"", "PRIV_REQUIRES espalier_sums");
        assertThat(files.get("main/main.c")).contains("void app_main(void) {");
    }

    @Test
    void aZephyrApplicationIsFoundByItsTestRunner() throws Exception {
        Map<String, String> files = ProjectKind.ZEPHYR.files(SmallModels.twice());
        JsonNode sample = new YAMLMapper().readTree(files.get("sample.yaml"));
        JsonNode test = sample.at("/tests/sample.espalier.twice");

        assertThat(sample.at("/sample/name").asText()).isEqualTo("espalier_twice");
        assertThat(test.at("/harness").asText()).isEqualTo("console");
        assertThat(test.at("/harness_config/type").asText()).isEqualTo("one_line");
        assertThat(files.get("src/main.c"))
                .contains('"' + test.at("/harness_config/regex/0").asText() + "\\n\"");
        assertThat(files.get("CMakeLists.txt"))
                .containsSubsequence(
                        "cmake_minimum_required(",
                        "find_package(Zephyr REQUIRED",
                        "project(espalier_twice)",
                        "target_sources(app PRIVATE");
        assertThat(Objects.requireNonNull(files.get("prj.conf")).lines().filter(line -> !line.startsWith("#")))
                .allMatch(line -> line.matches("CONFIG_[A-Z0-9_]+=\\w+"));
    }

    @Test
    void theTestHoldsTheInputAndTheAnswer() {
        assertThat(ProjectKind.CMAKE.files(SmallModels.twice()).get("test/twice_check.c"))
                .contains("static const int8_t input0[4] = {\n    1, -2, 100, -128};")
                .contains("static const int8_t expected0[4] = {\n    2, -4, 127, -128};")
                .contains("if (twice_run(input0, output0) != 0) {");
        assertThat(ProjectKind.CMAKE.files(SmallModels.sums()).get("test/sums_check.c"))
                .contains("static int64_t arena[SUMS_ARENA_SIZE / 8 + 1];")
                .contains("sums_reset(arena);")
                .contains("sums_run(arena, input0, input1, output0, output1)")
                .contains("-255, -2147483647 - 1};");
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        ProjectModel model = SmallModels.twice();
        ProjectModel named =
                new ProjectModel("n".repeat(60), model.files(), model.inputs(), model.outputs(), "", false);

        assertThat(ProjectKind.named("esp-idf")).isEqualTo(ProjectKind.ESP_IDF);
        assertThatThrownBy(() -> ProjectKind.named("zephir"))
                .isInstanceOf(ProjectException.class)
                .hasMessageContaining("did you mean")
                .hasMessageContaining("cmake, arduino, esp-idf, zephyr");
        assertThatThrownBy(() -> ProjectKind.ARDUINO.files(named)).hasMessageContaining("at most 54 characters");
        assertThatThrownBy(() -> CArray.of(new float[] {Float.NaN})).isInstanceOf(ProjectException.class);
        assertThat(List.of(CArray.of(new short[] {-5, 7}).initializer())).containsExactly("-5, 7");
    }
}

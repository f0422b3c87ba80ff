// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.internal.ExternalCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects for CMake are built and tested as their README says. What the others compile is compiled with this machine's cc and run. */
@Tag("conformance")
class ProjectsBuildTest {
    private static final String[] STRICT = {"-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror"};

    @TempDir
    Path folder;

    @Test
    void aCMakeProjectBuildsAndItsTestPasses() throws Exception {
        write(ProjectKind.CMAKE.files(SmallModels.sums()));

        build();

        assertThat(run("ctest", "--test-dir", "build", "--output-on-failure")).contains("100% tests passed");
    }

    @Test
    void aCMakeProjectFailsWhereTheModelAnswersSomethingElse() throws Exception {
        write(ProjectKind.CMAKE.files(SmallModels.wrong()));

        build();

        assertThatThrownBy(() -> run("ctest", "--test-dir", "build")).hasMessageContaining("exit code");
        assertThatThrownBy(() -> run("./build/espalier_twice_check")).hasMessageContaining("exit code 1");
    }

    @Test
    void aCMakeProjectIsAPartOfAnother() throws Exception {
        write(ProjectKind.CMAKE.files(SmallModels.twice()));
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("CMakeLists.txt"), """
                cmake_minimum_required(VERSION 3.10)
                project(other CXX C)
                add_subdirectory(.. twice)
                add_executable(other other.cpp)
                target_link_libraries(other PRIVATE espalier_twice)
                """);
        Files.writeString(other.resolve("other.cpp"), """
                #include <twice.h>
                int main() {
                    int8_t in[4] = {1, 2, 3, 4}, out[4];
                    return twice_run(in, out) + out[3] - 8;
                }
                """);

        run("cmake", "-S", "other", "-B", "build");
        run("cmake", "--build", "build");

        assertThat(run("./build/other")).isEmpty();
    }

    @Test
    void theProgramForEspIdfPrintsWhatItsReadmeSays() throws Exception {
        write(ProjectKind.ESP_IDF.files(SmallModels.sums()));
        Files.writeString(
                folder.resolve("start.c"), "void app_main(void);\nint main(void) { app_main(); return 0; }\n");

        compile("cc", STRICT, "-Icomponents/espalier_sums", "-Imain");

        assertThat(run("./program")).isEqualTo("sums: as expected\n");
    }

    @Test
    void theProgramForZephyrPrintsWhatItsTestRunnerLooksFor() throws Exception {
        write(ProjectKind.ZEPHYR.files(SmallModels.twice()));

        compile("cc", STRICT);

        assertThat(run("./program")).isEqualTo("twice: as expected\n");
    }

    @Test
    void theSketchForArduinoPrintsWhatItsReadmeSays() throws Exception {
        write(ProjectKind.ARDUINO.files(SmallModels.sums()));
        Files.writeString(folder.resolve("board.cpp"), """
                #include <cstdio>
                struct Port {
                    void begin(long) {}
                    explicit operator bool() const { return true; }
                    bool operator!() const { return false; }
                    void print(const char *text) { std::printf("%s", text); }
                    void println(const char *text) { std::printf("%s\\n", text); }
                    void println(int) { std::printf("number\\n"); }
                    void println(unsigned long) { std::printf("number\\n"); }
                } Serial;
                static unsigned long millis() { return 0; }
                static unsigned long micros() { return 0; }
                #include "examples/check/check.ino"
                int main() { setup(); loop(); return 0; }
                """);

        compile("c++", new String[] {"-x", "c++", "-Wall", "-Wextra", "-Werror"}, "-Isrc", "-Iexamples/check");

        assertThat(run("./program")).isEqualTo("sums: as expected\nmicroseconds: number\n");
    }

    private void build() throws Exception {
        run("cmake", "-B", "build", "-DCMAKE_C_FLAGS=-Wall -Wextra -pedantic -Werror");
        run("cmake", "--build", "build");
    }

    /** All C files of the folder. */
    private void compile(String compiler, String[] flags, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(Arrays.asList(flags));
        command.addAll(Arrays.asList(more));
        command.addAll(List.of("-o", "program"));
        try (Stream<Path> all = Files.walk(folder)) {
            all.map(Path::toString)
                    .filter(file -> file.endsWith(".c") || file.endsWith(".cpp"))
                    .forEach(command::add);
        }
        run(command.toArray(new String[0]));
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        ExternalCommand.run(List.of(command), folder, output, Duration.ofMinutes(2));
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private void write(Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }
}

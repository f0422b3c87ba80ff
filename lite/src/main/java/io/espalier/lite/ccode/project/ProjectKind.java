// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.project;

import io.espalier.base.internal.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a folder with generated C is built with. */
public enum ProjectKind {
    /** CMake 3.10 or newer; the test runs with ctest. */
    CMAKE("cmake", "", "test/"),

    /** A library for Arduino, in the format of revision 1.5; the test is a sketch among its examples. */
    ARDUINO("arduino", "src/", "examples/check/"),

    /** A component for ESP-IDF 5, and a project that tests it. */
    ESP_IDF("esp-idf", "components/espalier_@name@/", "main/"),

    /** An application for Zephyr that tests the model, with the file that its test runner Twister reads. */
    ZEPHYR("zephyr", "src/", "src/");

    private static final String NAME = "@name@";

    // Arduino takes library names of at most 63 characters.
    private static final int LONGEST_NAME = 63 - "espalier_".length();

    private final String id;
    private final String modelFolder;
    private final String checkFolder;

    ProjectKind(String id, String modelFolder, String checkFolder) {
        this.id = id;
        this.modelFolder = modelFolder;
        this.checkFolder = checkFolder;
    }

    /** As options name it, such as {@code esp-idf}. */
    public String id() {
        return id;
    }

    /** The names of all kinds. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(ProjectKind::id).toList();
    }

    /**
     * The kind of that name.
     *
     * @throws ProjectException if there is none
     */
    public static ProjectKind named(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new ProjectException("there is no project '" + id + "'"
                        + NearestName.suggestion(id, ids()) + "; choose from " + String.join(", ", ids())));
    }

    /**
     * The files of a folder that builds, by their paths with slashes: the model, a test with one input, and a README.
     *
     * @throws ProjectException if the model's name is too long for this kind
     */
    public Map<String, String> files(ProjectModel model) {
        if (this == ARDUINO && model.name().length() > LONGEST_NAME) {
            throw new ProjectException("the name " + model.name()
                    + " is too long for an Arduino library: choose one of at most " + LONGEST_NAME + " characters");
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (String template : templates()) {
            files.put(path(template, model), fill(resource(id + "/" + template.replace(NAME, "name")), model));
        }
        CheckSource check = new CheckSource(model);
        files.put(checkFolder + model.name() + "_check.h", check.header());
        files.put(checkFolder + model.name() + "_check.c", check.source());
        // in its order: a header at the end says that the folder is whole
        model.files().forEach((file, text) -> {
            if (!ProjectModel.isExample(file)) {
                files.put(path(modelFolder, model) + file, text);
            }
        });
        return files;
    }

    /** The files that are filled in. */
    private List<String> templates() {
        return switch (this) {
            case CMAKE -> List.of("CMakeLists.txt", "README.md", "test/main.c");
            case ARDUINO -> List.of("library.properties", "README.md", "examples/check/check.ino");
            case ESP_IDF ->
                List.of(
                        "CMakeLists.txt",
                        "README.md",
                        "sdkconfig.defaults",
                        "components/espalier_@name@/CMakeLists.txt",
                        "main/CMakeLists.txt",
                        "main/main.c");
            case ZEPHYR -> List.of("CMakeLists.txt", "README.md", "prj.conf", "sample.yaml", "src/main.c");
        };
    }

    /** Where the model's header is; it is the last file, so that a folder that has it is whole. */
    public String headerPath(String name) {
        return modelFolder.replace(NAME, name) + name + ".h";
    }

    private static String path(String path, ProjectModel model) {
        return path.replace(NAME, model.name());
    }

    private static String fill(String template, ProjectModel model) {
        return template.replace(NAME, model.name())
                .replace("@sources@", String.join(" ", model.sources()))
                .replace(
                        "@srcSources@",
                        model.sources().stream().map(file -> "src/" + file).collect(Collectors.joining(" ")))
                .replace(
                        "@quotedSources@",
                        model.sources().stream().map(file -> '"' + file + '"').collect(Collectors.joining(" ")));
    }

    private static String resource(String name) {
        try (InputStream content = ProjectKind.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(content, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

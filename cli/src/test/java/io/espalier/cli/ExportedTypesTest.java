// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What users may call: the public types of the packages that the modules export. */
class ExportedTypesTest {
    private static final int MOST = 274;

    private static final JavaClasses CLASSES = OwnClasses.ALL;

    @Test
    void usersMayCallJustTheTypesThatAreListed() throws IOException {
        Set<String> packages = exportedPackages();

        Set<String> exported = CLASSES.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> packages.contains(type.getPackageName()))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(String.join("\n", exported)).isEqualTo(String.join("\n", listed()));
        assertThat(exported).hasSizeLessThanOrEqualTo(MOST);
    }

    @Test
    void everyModuleOfTheLibrarySaysWhatItExports() {
        assertThat(modules())
                .extracting(ModuleDescriptor::name)
                .containsExactlyInAnyOrder(
                        "io.espalier",
                        "io.espalier.base",
                        "io.espalier.model",
                        "io.espalier.lite",
                        "io.espalier.data",
                        "io.espalier.runtime",
                        "io.espalier.train",
                        "io.espalier.compress",
                        "io.espalier.experiment",
                        "io.espalier.search",
                        "io.espalier.spark",
                        "io.espalier.lab");
    }

    private static Set<String> exportedPackages() {
        return modules().stream()
                .flatMap(module -> module.exports().stream())
                .filter(exports -> !exports.isQualified())
                .map(Exports::source)
                .collect(Collectors.toSet());
    }

    private static List<ModuleDescriptor> modules() {
        Path[] parts = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getProperty("java.class.path"))
                .map(Path::of)
                .filter(part -> (part.toString().contains(File.separator + "espalier-") && Files.isRegularFile(part))
                        || Files.exists(part.resolve("module-info.class")))
                .toArray(Path[]::new);
        return ModuleFinder.of(parts).findAll().stream()
                .map(ModuleReference::descriptor)
                .filter(module -> !module.isAutomatic() && module.name().startsWith("io.espalier"))
                .toList();
    }

    private static List<String> listed() throws IOException {
        try (InputStream list = ExportedTypesTest.class.getResourceAsStream("exported-types.txt")) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}

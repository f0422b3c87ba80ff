// SPDX-License-Identifier: Apache-2.0
package io.espalier.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.distribution.InstalledArtifacts.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What other builds take from this one: names and versions. */
class BomTest {
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(espalier[a-z-]*)</artifactId>");
    private static final Pattern COORDINATES =
            Pattern.compile("espalier[a-z-]*(?::|</artifactId>\\s*<version>)([0-9][^<\"`]*)");

    @Test
    void theBomNamesEveryPartThatProgramsUse() throws IOException {
        String text = Files.readString(InstalledArtifacts.CHECKOUT.resolve("bom/pom.xml"));
        List<String> managed = ARTIFACT.matcher(text.substring(text.indexOf("<dependencyManagement>")))
                .results()
                .map(found -> found.group(1))
                .toList();

        List<String> used = InstalledArtifacts.parts().stream()
                .filter(part -> Files.exists(part.pom().resolveSibling("src/main/java/module-info.java"))
                        || part.artifact().equals("espalier-training"))
                .map(Part::artifact)
                .toList();

        assertThat(managed).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void allPagesAndExamplesNameTheVersionOfThisBuild() throws IOException {
        String version = InstalledArtifacts.version();
        List<String> files = List.of(
                "README.md",
                "docs/java.md",
                "examples/train-and-compress/pom.xml",
                "examples/quantize/pom.xml",
                "examples/run/pom.xml",
                "examples/service/pom.xml");

        assertThat(files)
                .allSatisfy(file -> assertThat(COORDINATES
                                .matcher(Files.readString(InstalledArtifacts.CHECKOUT.resolve(file)))
                                .results()
                                .map(found -> found.group(1)))
                        .containsOnly(version));
    }
}

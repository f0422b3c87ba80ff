// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.Formatter;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The arrows of the house: model, lite and data are pure Java; each native library has one user. */
class ArchitectureTest {
    /** Methods that take the default locale if they are given none. */
    private static final Set<String> LOCALIZED =
            Set.of("format", "formatted", "printf", "toLowerCase", "toUpperCase", "getInstance", "getNumberInstance");

    private static final Set<String> OWNERS = Set.of(
            "java.lang.String",
            "java.io.PrintStream",
            "java.io.PrintWriter",
            "java.io.Console",
            "java.text.NumberFormat",
            "java.text.Collator");

    private static final JavaClasses CLASSES = OwnClasses.ALL;

    @Test
    void modulesDependOnEachOtherOnlyAlongTheArrows() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("base")
                .definedBy("io.espalier.base..")
                .layer("model")
                .definedBy("io.espalier.model..")
                .layer("lite")
                .definedBy("io.espalier.lite..")
                .layer("data")
                .definedBy("io.espalier.data..")
                .layer("runtime")
                .definedBy("io.espalier.runtime..")
                .layer("train")
                .definedBy("io.espalier.train..")
                .layer("compress")
                .definedBy("io.espalier.compress..")
                .layer("experiment")
                .definedBy("io.espalier.experiment..")
                .layer("search")
                .definedBy("io.espalier.search..")
                .layer("spark")
                .definedBy("io.espalier.spark..")
                .layer("facade")
                .definedBy("io.espalier")
                .layer("lab")
                .definedBy("io.espalier.lab..")
                .layer("cli")
                .definedBy("io.espalier.cli..")
                .whereLayer("base")
                .mayNotAccessAnyLayer()
                .whereLayer("model")
                .mayOnlyAccessLayers("base")
                .whereLayer("data")
                .mayOnlyAccessLayers("base")
                .whereLayer("lite")
                .mayOnlyAccessLayers("base", "model")
                .whereLayer("runtime")
                .mayOnlyAccessLayers("base", "model", "lite", "data")
                .whereLayer("train")
                .mayOnlyAccessLayers("base", "model", "data")
                .whereLayer("compress")
                .mayOnlyAccessLayers("base", "model", "data", "lite", "train")
                .whereLayer("experiment")
                .mayOnlyAccessLayers("base", "model", "lite", "data", "runtime", "train", "compress")
                .whereLayer("search")
                .mayOnlyAccessLayers("base", "model", "lite", "data", "runtime", "train", "compress", "experiment")
                .whereLayer("spark")
                .mayOnlyAccessLayers(
                        "base", "model", "lite", "data", "runtime", "train", "compress", "experiment", "search")
                .whereLayer("facade")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("lab")
                .mayOnlyAccessLayers(
                        "base", "model", "lite", "data", "runtime", "train", "compress", "experiment", "search")
                .check(CLASSES);
    }

    @Test
    void onlyTrainKnowsTensorFlow() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.espalier.train..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.tensorflow..")
                .check(CLASSES);
    }

    @Test
    void onlyRuntimeKnowsTheNativeInterpreter() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.espalier.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void onlySparkKnowsTheCluster() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.espalier.spark..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "scala..")
                .check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        // every package counts for itself, not with those inside it
        slices().matching("io.espalier.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatLivesInIt() {
        Set<String> silent = new TreeSet<>();
        for (JavaClass javaClass : CLASSES) {
            JavaPackage javaPackage = javaClass.getPackage();
            if (javaPackage.tryGetPackageInfo().isEmpty()) {
                silent.add(javaPackage.getName());
            }
        }

        assertThat(silent).isEmpty();
    }

    @Test
    void failuresThatCallersSeeAreTypedAndUnchecked() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Exception")
                .and()
                .arePublic()
                .should()
                .beAssignableTo(RuntimeException.class)
                .check(CLASSES);
    }

    @Test
    void everythingThatIsFormattedNamesItsLocale() {
        noClasses()
                .should()
                .callCodeUnitWhere(new DescribedPredicate<>("it takes the default locale") {
                    @Override
                    public boolean test(JavaCall<?> call) {
                        return isLocalized(call.getTarget());
                    }
                })
                .because(
                        "numbers and letters would depend on the language of the machine: pass Locale.US or Locale.ROOT")
                .check(CLASSES);
    }

    private static boolean isLocalized(CodeUnitCallTarget target) {
        boolean named = target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Locale.class));
        boolean formatter = target.getOwner().isEquivalentTo(Formatter.class)
                && target.getName().equals("<init>");
        return !named
                && (formatter
                        || (OWNERS.contains(target.getOwner().getName()) && LOCALIZED.contains(target.getName())));
    }
}

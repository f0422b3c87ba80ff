// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** All classes of Espalier but those of tests, read once for the tests of one process. */
final class OwnClasses {
    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.espalier");

    private OwnClasses() {}
}

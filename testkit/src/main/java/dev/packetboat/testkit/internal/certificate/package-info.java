/**
 * X.509 certificates made by hand: the JDK reads them, but has no public class that writes them.
 */
@NullMarked
package dev.packetboat.testkit.internal.certificate;

import org.jspecify.annotations.NullMarked;

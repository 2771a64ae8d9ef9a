@NullMarked
package dev.packetboat.mail;

import org.jspecify.annotations.NullMarked;

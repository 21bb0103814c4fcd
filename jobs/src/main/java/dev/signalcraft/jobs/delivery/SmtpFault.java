// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.ingest.Text;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/**
 * What a mail that was not sent says of the next attempt: 5xx will not pass, everything else may.
 */
final class SmtpFault {
  private static final int MAX_SAID = 300;

  private SmtpFault() {}

  /** The result; its error is a code of SMTP in our words. */
  static SendResult result(MessagingException fault) {
    int code = 0;
    boolean refused = false;
    for (Exception e = fault; e != null; e = next(e)) {
      if (e instanceof AuthenticationFailedException) {
        return failed(e.getMessage());
      }
      int its = code(e);
      code = its == 0 ? code : its;
      refused = refused || e instanceof SMTPAddressFailedException;
    }
    if (code == 0) {
      return SendResult.retry(0, "no mail server that does what is wanted answered", 0);
    }
    String said = refused ? "SMTP " + code + " to an address" : "SMTP " + code;
    return code >= 500 ? SendResult.failed(0, said) : SendResult.retry(0, said, 0);
  }

  /** Whom the server refused of those whom a mail is for, such as {@code not to 1 of 2: a@b.c (450)}. */
  static String refused(MessagingException fault, int recipients) {
    List<String> refused = new ArrayList<>();
    for (Exception e = fault; e != null; e = next(e)) {
      if (e instanceof SMTPAddressFailedException failed) {
        refused.add(failed.getAddress() + " (" + failed.getReturnCode() + ")");
      }
    }
    return Text.bounded(
        "not to %d of %d: %s".formatted(refused.size(), recipients, String.join(", ", refused)),
        MAX_SAID);
  }

  /** A server that is overloaded says 4xx to a user and a password that are right. */
  private static SendResult failed(@Nullable String message) {
    return message != null && message.matches("(?s)4\\d\\d[ -].*")
        ? SendResult.retry(0, "SMTP " + message.substring(0, 3), 0)
        : SendResult.failed(0, "the mail server refuses user and password");
  }

  private static @Nullable Exception next(Exception e) {
    return e instanceof MessagingException messaging ? messaging.getNextException() : null;
  }

  private static int code(Exception e) {
    if (e instanceof SMTPSendFailedException failed) {
      return failed.getReturnCode();
    }
    if (e instanceof SMTPSenderFailedException failed) {
      return failed.getReturnCode();
    }
    return e instanceof SMTPAddressFailedException failed ? failed.getReturnCode() : 0;
  }
}

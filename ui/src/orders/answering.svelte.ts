/** The answer to a buyer who asks to cancel that is being given: one at a time, from the panel or by its key. */
export type Answer = 'approve' | 'reject'

class Answering {
  order = $state<string | null>(null)
  how = $state<Answer>('approve')

  begin(order: string, how: Answer) {
    this.order = order
    this.how = how
  }

  end() {
    this.order = null
  }
}

export const answering = new Answering()
